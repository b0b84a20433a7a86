import decimal


def half(number):
    return decimal.Decimal(number) / 2
