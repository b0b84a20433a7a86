import ids
N = [x for x in ids.C] + [y for y in ids.D] + list(zip(ids.C, ids.D))
