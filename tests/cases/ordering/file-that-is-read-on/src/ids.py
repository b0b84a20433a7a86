C = open(__file__)
