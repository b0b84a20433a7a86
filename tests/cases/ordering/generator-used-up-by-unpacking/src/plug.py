import ids
N, *_ = ids.C
