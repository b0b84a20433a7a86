from app import core
mods = [core]
mods[0].read = lambda t: type("F", (), {"total": lambda s: 9})()
print(core.total('1'))
