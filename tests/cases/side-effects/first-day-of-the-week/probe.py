from app import main

print(main.state())
print(main.rest())
