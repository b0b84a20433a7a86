import app
from app import user

print(type(app.hull).__name__, user.use())
import app.hull

print(type(app.hull).__name__, app.hull.NAME, user.use())
