SIZE = len("four")
