import sys

import app

print(app.Sales().total())
print(app.opened())
print(app.sales is sys.modules["app.sales"], app.sales.ledger.sales is app.sales)
