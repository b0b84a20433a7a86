import app.deep


def is_there():
    return "hull" in vars(app.deep)
