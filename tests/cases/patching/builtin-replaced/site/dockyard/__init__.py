def measure():
    return len("ship")


SIZE = measure()
