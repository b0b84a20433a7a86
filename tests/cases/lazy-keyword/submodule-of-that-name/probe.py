import app
import other
print(callable(app.x), app.use())
