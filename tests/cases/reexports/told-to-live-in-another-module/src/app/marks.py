def lives_in(module):
    def mark(thing):
        thing.__module__ = module
        return thing

    return mark
