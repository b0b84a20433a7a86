import app
print(app.members())
