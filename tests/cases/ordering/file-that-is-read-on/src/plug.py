import ids
N = ids.C.readline()
