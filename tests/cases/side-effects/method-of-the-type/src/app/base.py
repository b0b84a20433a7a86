ALL = []
MORE = {}
