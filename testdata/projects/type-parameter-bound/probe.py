from app import generic

print(generic.heaviest([generic.Keel(1), generic.Keel(4)]))
print(generic.heaviest.__type_params__[0].__bound__.__name__, generic.Keels.__value__)
