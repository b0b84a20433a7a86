import decimal

import app

decimal.getcontext().traps[decimal.InvalidOperation] = False
print(app.banner(), hasattr(app, "OTHER"), app.AMOUNT)
