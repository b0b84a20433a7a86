import ids
N = list(ids.C)
