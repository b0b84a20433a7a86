import app
print(app.hull(), callable(app.hull))
