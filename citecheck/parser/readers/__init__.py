"""The readers: each turns one family of manuscript formats into a Document."""
