import webbrowser

KNOWN = "sea" in webbrowser._browsers
