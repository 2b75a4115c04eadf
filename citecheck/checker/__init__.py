"""Judges what was found by rules. Pure: a rule sees facts and gives findings."""
