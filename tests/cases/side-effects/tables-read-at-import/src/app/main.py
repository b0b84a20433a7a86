import codecs
import doctest
import email.charset
import gettext
import numbers
import readline
import sqlite3
import urllib.request
import webbrowser

import adapters
import browsers
import charsets
import classes
import codec
import completer
import converters
import flags
import numeric
import opener
import plain
import translated


def find(name):
    return codecs.lookup("utf-8") if name == "sea" else None


def prepare():
    sqlite3.register_adapter(complex, str)
    sqlite3.register_converter("sea", str)
    webbrowser.register("sea", None)
    numbers.Number.register(str)
    doctest.register_optionflag("SEA")
    email.charset.add_charset("sea", email.charset.SHORTEST, None, "utf-8")
    urllib.request.install_opener(urllib.request.build_opener())
    readline.set_completer(find)
    gettext.install("sea")
    codecs.register(find)


def show():
    print(adapters.COUNT, converters.KNOWN, browsers.KNOWN, numeric.COUNTS, flags.KNOWN, charsets.NAME)
    print(opener.NONE, completer.NONE, translated.KNOWN, codec.NAME)
    print(classes.Amount.__name__, plain.TEXT)
