import sys

sys.path.insert(0, "tests")
import test_core

test_core.test_load()
print("passed")
