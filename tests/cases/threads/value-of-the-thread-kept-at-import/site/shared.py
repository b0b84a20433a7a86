import sqlite3

CONNECTION = sqlite3.connect(":memory:", check_same_thread=False)
