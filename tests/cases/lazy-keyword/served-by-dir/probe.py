import app
print(app.TOP, app.names(), app.size())
