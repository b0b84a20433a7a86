import sys
import unittest

result = unittest.TextTestRunner(stream=sys.stderr).run(unittest.defaultTestLoader.discover("tests"))
print(result.testsRun, result.failures, result.errors)
