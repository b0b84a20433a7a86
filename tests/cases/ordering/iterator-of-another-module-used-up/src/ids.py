C = map(str, [1, 2, 3])
