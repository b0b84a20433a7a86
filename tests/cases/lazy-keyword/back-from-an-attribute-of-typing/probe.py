import decimal

from app import main

print(main.half(decimal.Decimal(3)))
