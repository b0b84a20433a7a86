from app import guard

print(guard.guarded(1), guard.guarded(9), guard.unused_handler(1))
try:
    guard.unused_handler("x")
except TypeError as error:
    print(type(error).__name__, error.__context__)
