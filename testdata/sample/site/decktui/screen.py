"""Shows a widget; where there is no terminal, as text."""


def show(widget):
    print("\n".join(widget.lines()))
    return 0
