import os
import app
os.environ["WHO"] = "probe"
print(app.Thing.size)
