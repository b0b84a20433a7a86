import app
print(app.values())
