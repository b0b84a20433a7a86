from app import *
print(read("1").total())
