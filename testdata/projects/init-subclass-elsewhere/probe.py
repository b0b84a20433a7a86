from app.ships import Tug

print(Tug.limit)
