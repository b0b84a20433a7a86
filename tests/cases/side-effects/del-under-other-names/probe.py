from app import main

made = main.make()
print(made[-1].other, made[-1])
