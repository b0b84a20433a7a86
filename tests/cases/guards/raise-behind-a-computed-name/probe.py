from app.loader import load

print(load(["good", "bad"]))
