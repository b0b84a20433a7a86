from app.plugins import started

print(started())
