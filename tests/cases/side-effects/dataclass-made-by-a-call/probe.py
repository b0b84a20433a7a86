from app import main
print(main.known(), main.run())
