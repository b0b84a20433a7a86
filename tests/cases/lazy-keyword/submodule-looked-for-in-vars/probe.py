import app
import other
print(other.is_there(), app.size(), other.is_there())
