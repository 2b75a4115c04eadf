"""Word files (ECMA-376) to which comments are added, byte by byte: what is not touched stays as it was."""
