current = 2
