import dockyard

IMAGE = dockyard.Image("sea", 1)
