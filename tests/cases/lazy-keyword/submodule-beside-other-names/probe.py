import app
import app.deep
print(app.deep.has("st"), app.size(), app.deep.has("nt"))
