import app.api

print(app.api.quick.go(), app.api.NAME)
