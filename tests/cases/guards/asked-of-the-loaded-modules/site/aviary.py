class Bird:
    pass
