import app.sails
import app

print(app.sails.size(), app.hull.SIZE)
