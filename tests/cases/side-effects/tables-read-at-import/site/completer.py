import readline

NONE = readline.get_completer() is None
