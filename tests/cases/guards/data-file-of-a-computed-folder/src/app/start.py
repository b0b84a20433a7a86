from app import main


def run():
    try:
        return main.main()
    except (OSError, ValueError):
        return None
