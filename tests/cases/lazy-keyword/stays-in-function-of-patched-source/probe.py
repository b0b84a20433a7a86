from unittest import mock

import app

with mock.patch("heavy.VALUE", 5):
    print(app.size())
print(app.size())
