import urllib.parse

urllib.parse.uses_netloc.append("s9")


def parsed(url):
    return urllib.parse.urlsplit(url)
