import doctest

from app import examples

print(doctest.testmod(examples))
