import app
print(app.value())
