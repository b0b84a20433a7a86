from app import main
print(sorted(main.load("settings").items()))
