"""Restores the source's words in manuscripts that are text: what is proposed is shown, and nothing else is written."""
