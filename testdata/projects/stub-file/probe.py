from app.tools import Keel, keel

print(keel() == Keel(1))
