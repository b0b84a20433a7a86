from app import core, more
for m in (core, more):
    m.read = lambda t: type("F", (), {"total": lambda s: 9})()
print(core.total("1"), more.total("1"))
