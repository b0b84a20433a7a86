from app import main
print(main.load("settings"))
