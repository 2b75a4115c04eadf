"""What a project keeps beside its manuscripts: accepted findings, settings, what git knows of them."""
