import string
import urllib.parse
from http.server import SimpleHTTPRequestHandler

from app.kinds import handler
from app.lists import known
from app.schemes import parsed
from app.words import syllables


def state():
    tables = SimpleHTTPRequestHandler.extensions_map
    return "s9" in urllib.parse.uses_netloc, tables.get(".odd"), getattr(string, "syllables", None)


def all_of_it(url):
    return parsed(url).netloc, handler().__name__, syllables(), known()
