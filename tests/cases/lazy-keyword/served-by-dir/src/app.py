import heavy


def size():
    return heavy.VALUE

def names():
    return [name for name in dir() if name == 'heavy'], sorted(n for n in dir(__import__('app')) if n == 'heavy')


TOP = 'heavy' in dir()
