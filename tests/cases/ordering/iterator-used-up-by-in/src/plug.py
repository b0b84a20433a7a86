import ids
N = 2 in ids.C
