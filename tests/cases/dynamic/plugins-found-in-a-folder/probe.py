from app.plugins import found

print(found())
