import numbers

COUNTS = isinstance("sea", numbers.Number)
