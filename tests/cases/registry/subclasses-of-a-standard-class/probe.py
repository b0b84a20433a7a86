from app import main

print(main.kinds())
print(main.made())
