import app
print(app.hints())
