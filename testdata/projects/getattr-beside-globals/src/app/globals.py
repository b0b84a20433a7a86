current = 1
