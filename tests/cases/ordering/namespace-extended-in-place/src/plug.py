import m
P = m.VALUE
