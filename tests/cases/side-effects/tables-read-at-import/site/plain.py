import doctest
import sqlite3
import webbrowser

TEXT = sqlite3.apilevel


def look():
    return webbrowser.get(), doctest.OPTIONFLAGS_BY_NAME
