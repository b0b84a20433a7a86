import app
print(app.describe(3))
