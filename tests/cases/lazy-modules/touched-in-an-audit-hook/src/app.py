import sys

import heavy

SEEN = []


def look(event, arguments):
    if event == "import" and heavy.VALUE:
        SEEN.append(arguments[0])


sys.addaudithook(look)
