import app
import app.deep
print(app.deep.names(), app.size(), app.deep.names())
