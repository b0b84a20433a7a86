from app import first

LEVEL = 2
