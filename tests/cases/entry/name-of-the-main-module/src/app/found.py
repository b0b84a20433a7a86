from app.finding import running


def by_helper():
    return running().framely.__name__
