import sys

import collects
import says
import tells
import warns


def use():
    if "use" in sys.argv:
        print(collects.TEXT, says.say(), tells.NAME, warns.NAME)
