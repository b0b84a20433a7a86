C = range(4)
D = sorted([3, 2])
