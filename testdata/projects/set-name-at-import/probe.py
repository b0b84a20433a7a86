from app.fields import Ship

print(Ship.length.name)
