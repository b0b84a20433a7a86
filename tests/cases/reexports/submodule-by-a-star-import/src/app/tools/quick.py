def go():
    return "quick"
