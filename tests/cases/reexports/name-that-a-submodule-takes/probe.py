from app import main

print(main.NAME, main.run())
