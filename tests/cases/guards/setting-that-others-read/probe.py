import app.report
import app.other

print(app.other.MODE, app.report.fast())
