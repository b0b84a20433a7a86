import app
print(app.size())
