import ropes

NAME = ropes.NAME
