import heavy


def size():
    return heavy.VALUE

def ask(text):
    return eval(text, globals())


def run(text):
    exec(text)
