import http.client

LEVEL = http.client.HTTPConnection("ship").debuglevel
