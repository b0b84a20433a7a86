def report(found):
    return str(found)
