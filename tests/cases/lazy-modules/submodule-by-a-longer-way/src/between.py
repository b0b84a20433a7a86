import heavy.sub

BUILT = heavy.sub.double(2)
