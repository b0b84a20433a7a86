import app.client
from tests.test_client import Case

app.client.main()
print(Case().run())
