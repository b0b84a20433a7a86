import runpy

runpy.run_path("setup.py")
