from app.backends import Choice

print(Choice().best().run())
