SIDE = "port"
