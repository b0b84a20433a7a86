import urllib.request

NONE = urllib.request._opener is None
