import app

print(app.is_open(), app.Application().weight())
