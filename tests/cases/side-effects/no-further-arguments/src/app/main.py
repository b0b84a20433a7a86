from app import entered, handed, late, plain, spread


def level():
    return plain.LEVEL.default


def names():
    return [handed.NAMES.klass, spread.NAMES.klass, entered.NAMES.name, late.LATE]
