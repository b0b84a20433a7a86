from app.a.b.c import make

print(make())
