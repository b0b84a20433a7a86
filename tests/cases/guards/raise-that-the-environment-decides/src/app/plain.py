import dockyard

from app.checks import need

IMAGE = dockyard.Image("sea", 1)
NAME = need("sea")
