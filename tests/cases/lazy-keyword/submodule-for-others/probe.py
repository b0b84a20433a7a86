import app
import other
print(other.twice(4), app.twice(5))
