import app

print(app.make_again().mode)
