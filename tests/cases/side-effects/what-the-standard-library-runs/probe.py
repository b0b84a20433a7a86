from app import main

print(main.listed())
print(main.used())
