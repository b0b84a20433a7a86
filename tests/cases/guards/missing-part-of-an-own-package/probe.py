import app

print(app.NAME, app.chosen.go())
