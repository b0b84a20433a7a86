import app
print(app.swap(), app.heavy)
del app.heavy
print(hasattr(app, 'heavy'))
