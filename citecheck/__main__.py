"""Lets `python -m citecheck` do what the `citecheck` command does."""

from citecheck.cli import main

if __name__ == "__main__":
    main()
