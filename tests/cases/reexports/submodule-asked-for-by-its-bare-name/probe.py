import app

print(app.limit())
