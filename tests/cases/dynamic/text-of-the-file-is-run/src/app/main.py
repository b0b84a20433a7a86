from app import core
def main():
    return core.go()
