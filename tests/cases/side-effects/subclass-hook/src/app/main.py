from app import work
from app.base import asked
def first():
    return list(asked)
def main():
    return work.go()
