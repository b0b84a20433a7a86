import app
import app.cli

print(app.cli.main(), "request" in dir(app), app.request.__name__, app.Item().ask())
