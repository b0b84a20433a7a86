from app import main
print(main.main(), main.size()[0])
