from decimal import Decimal

RATE = Decimal("1.25")
