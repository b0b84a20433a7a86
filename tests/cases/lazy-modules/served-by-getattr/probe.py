import app
print(app.part('heavy'), app.part('light'))
