import sys
from app import work
def isolate():
    sys.path = [p for p in sys.path if "site" not in p]
def main():
    isolate()
    return work.go()
