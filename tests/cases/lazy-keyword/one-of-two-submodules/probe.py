import app
print(app.KIND, app.parse('x'))
