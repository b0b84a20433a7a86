import app

print("demo", app.run())
