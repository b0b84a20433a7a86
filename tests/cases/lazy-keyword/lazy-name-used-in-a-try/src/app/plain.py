import decimal
import fractions


def run():
    return decimal.Decimal(1), fractions.Fraction(1, 2)
