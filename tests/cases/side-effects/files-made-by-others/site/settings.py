import sqlite3

MEMORY = type(sqlite3.connect(":memory:")).__name__
