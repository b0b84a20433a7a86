import app
from app.main import main

print(main(), app.__all__)
try:
    print(app.nothing)
except AttributeError:
    print("no such name")
