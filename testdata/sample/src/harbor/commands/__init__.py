"""One module for each command; each has `add_arguments` and `run`."""
