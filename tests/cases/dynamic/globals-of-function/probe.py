from app import core
print(core.total("1,2"), core.plain("1"))
