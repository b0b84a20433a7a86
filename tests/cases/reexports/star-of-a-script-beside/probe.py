import runpy
runpy.run_path("scripts/console.py")
