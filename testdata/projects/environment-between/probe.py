from app.mode import mode

print(mode())
