from app.vendor import name

print(name())
