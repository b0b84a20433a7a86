from app.main import check
print(check())
