import runpy

runpy.run_path("tests/test_it.py")
