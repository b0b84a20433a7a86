from app.main import report, use
print(report(), use())
