import app
print(app.twice(4), app.use())
