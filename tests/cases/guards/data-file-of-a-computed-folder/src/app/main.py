from app.settings import ask


def main():
    return ask()
