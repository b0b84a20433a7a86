import app
print(app.size(), app.Box().fill(3), app.Box().fill(0), app.later())
