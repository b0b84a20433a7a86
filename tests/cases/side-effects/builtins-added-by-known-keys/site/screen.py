try:
    SHOWN = shell
except NameError:
    SHOWN = None
