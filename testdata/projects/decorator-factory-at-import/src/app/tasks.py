import ballast


def labelled(prefix):
    def decorate(function):
        function.label = f"{prefix}-{ballast.__version__}"
        return function

    return decorate


@labelled("task")
def run():
    return 1
