import app.front

print(app.front.size(), app.front.tool.__name__)
