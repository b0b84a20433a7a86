from app import main
print(main.names())
print(main.default())
print(main.names())
