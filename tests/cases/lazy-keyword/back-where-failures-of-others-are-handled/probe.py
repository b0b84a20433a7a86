import app


def fail():
    raise ImportError("no")


print(app.size(lambda: 1), app.size(fail))
