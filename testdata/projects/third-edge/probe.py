from app.main import Main

print(Main().make().double())
