from app import main
print([type(frame).__name__ for frame in main.main()])
