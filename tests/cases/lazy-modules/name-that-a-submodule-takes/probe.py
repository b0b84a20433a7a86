import app
print(type(app.hull).__name__, app.size())
