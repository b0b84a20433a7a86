NAME = "ropes"
