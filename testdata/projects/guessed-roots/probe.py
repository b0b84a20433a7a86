from app import core

print(core.weight())
