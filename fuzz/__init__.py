"""Attacks on what reads strangers' bytes: `make fuzz`, with `SECONDS=1800` for each target as before a release."""
