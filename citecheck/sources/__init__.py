"""Where the words of cited works come from: the web, local files, an evidence file."""
