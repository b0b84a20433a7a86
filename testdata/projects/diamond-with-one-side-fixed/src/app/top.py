from app import left, right

SIDES = [left.NAME, right.NAME]
