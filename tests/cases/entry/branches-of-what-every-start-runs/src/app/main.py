import heavy


def run(text):
    return int(text)


def main(text="1"):
    try:
        return run(text)
    except ValueError:
        return heavy.__name__
    except TypeError as error:
        if error.args:
            return heavy.__name__, "type"
