import runpy

runpy.run_path("tests/test_core.py")
