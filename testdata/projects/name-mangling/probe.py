from app.pump import Pump, keel

print(Pump().run(), keel())
