from socket import socket

NAME = socket.__name__
