import runpy

from tests.test_core import test_weight

test_weight()
runpy.run_path("setup_fleet.py", run_name="__main__")
