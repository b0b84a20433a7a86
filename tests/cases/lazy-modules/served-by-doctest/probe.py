import app
import doctest
print(doctest.testmod(app))
