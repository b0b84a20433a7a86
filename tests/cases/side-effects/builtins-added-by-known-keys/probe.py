from app import main

print(main.run())
