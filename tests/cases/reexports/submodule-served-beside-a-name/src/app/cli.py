import app


def main():
    return app.request.Request().total()
