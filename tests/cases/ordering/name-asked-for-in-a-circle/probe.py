import app

print(app.first.level())
