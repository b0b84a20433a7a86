import app
print(app.size(), app.size())
