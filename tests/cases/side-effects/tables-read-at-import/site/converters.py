import sqlite3

KNOWN = "SEA" in sqlite3.converters
