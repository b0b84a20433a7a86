from app.main import main, mode

print(mode(), main(), mode())
