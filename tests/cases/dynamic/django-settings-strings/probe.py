from app import start
print(start.build())
