import socket

FAMILY = int(socket.AF_INET)
