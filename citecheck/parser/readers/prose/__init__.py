"""What reading plain text and reading pages have in common: lines, how they join, sentences, note markers."""
