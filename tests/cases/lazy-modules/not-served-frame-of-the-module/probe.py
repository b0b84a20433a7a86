import app
print(app.TOP)
