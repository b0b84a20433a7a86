from app.pump import Pump, plain

print(plain(), Pump().run(), Pump().version())
