import app
print(app.kinds())
