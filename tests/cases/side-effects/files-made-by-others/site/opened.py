from os.path import exists

THERE = exists("fifth.db")
