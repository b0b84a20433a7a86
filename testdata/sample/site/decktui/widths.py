"""How many cells a character takes, as ranges built from the character database."""

import unicodedata

LIMIT = 0x14000


def build():
    ranges = []
    start, previous = 0, 1
    for point in range(LIMIT):
        character = chr(point)
        if unicodedata.combining(character):
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width != previous:
            ranges.append((start, point, previous))
            start, previous = point, width
    ranges.append((start, LIMIT, previous))
    return ranges


RANGES = build()


def width_of(text):
    total = 0
    for character in text:
        point = ord(character)
        total += next((width for start, end, width in RANGES if start <= point < end), 1)
    return total
