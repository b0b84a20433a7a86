import sqlite3

COUNT = len(sqlite3.adapters)
