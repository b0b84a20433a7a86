import app
import heavy
print(app.grow(heavy.Thing(2)).size)
