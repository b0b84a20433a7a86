from app import core
print(core.total("1,2"))
print(core.other("1"))
