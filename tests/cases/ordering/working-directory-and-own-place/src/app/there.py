import relative
def go():
    return relative.DATA
