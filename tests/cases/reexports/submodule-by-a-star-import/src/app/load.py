from app.tools import quick


def run():
    return quick.go()
