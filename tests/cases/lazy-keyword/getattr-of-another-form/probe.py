import app
print(app.Thing(2).size, app.Old(3).size)
