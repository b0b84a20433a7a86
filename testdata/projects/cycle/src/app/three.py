import app.one
import app.two


def name():
    return f"three of {app.one.NAME} and {app.two.NAME}"
