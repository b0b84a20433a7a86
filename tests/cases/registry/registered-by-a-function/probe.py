from app import registry

print(registry.names())
for name in registry.names():
    made = registry.provider(name)
    print(made.label, made.count(), type(made).__module__)
try:
    registry.provider("cloud")
except ValueError as error:
    print(error)
print(registry.PROVIDERS["table"] is registry.PROVIDERS["table"], registry.__doc__)
try:
    registry.register("plain", dict)
except ValueError as error:
    print(error)
registry.register("own", type("Own", (), {"label": "own", "count": lambda self: 9}))
print(registry.names(), registry.provider("own").count())
