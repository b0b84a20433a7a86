from unittest import mock

import app

with mock.patch("app.heavy") as fake:
    fake.VALUE = 5
    print(app.size())
with mock.patch("app.make", lambda size: type("T", (), {"size": -size})):
    print(app.size())
print(app.size())
