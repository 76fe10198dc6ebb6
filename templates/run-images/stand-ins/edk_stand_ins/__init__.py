"""Stand-ins for the operators that Kaapana brings: the same folders, file names and exit codes, made with PyPI's parts."""
