import decimal

import dockyard
import harbour


def third():
    with decimal.localcontext() as context:
        context.prec = 3
        return dockyard.THIRD


def rate():
    return harbour.RATE
