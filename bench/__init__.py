"""Measures how fast and how well quotations are located: `python -m bench`. Everything it reads it makes itself."""
