from app import work


def run():
    return work.run()
