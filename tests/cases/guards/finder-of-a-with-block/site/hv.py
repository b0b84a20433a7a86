SIZE = len("hv")
