import sys
from app import work
def main(folder):
    if folder in sys.path:
        sys.path.remove(folder)
    return work.go()
