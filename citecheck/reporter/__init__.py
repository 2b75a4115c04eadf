"""Puts a report into a form that people or programs read."""
