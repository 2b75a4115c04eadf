"""The types that all layers share. They know no format, do no I/O and import nothing of citecheck but each other."""
