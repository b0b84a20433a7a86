fast = False
