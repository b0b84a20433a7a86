from http.server import SimpleHTTPRequestHandler

SimpleHTTPRequestHandler.extensions_map.update({".odd": "text/odd"})


def handler():
    return SimpleHTTPRequestHandler
