"""Finds where a quotation stands in its source and says how its words differ. Pure."""
