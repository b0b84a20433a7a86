import pathlib
import runpy
import sys

file = next(pathlib.Path(folder, "tools", "run.py") for folder in sys.path if pathlib.Path(folder, "tools").is_dir())
runpy.run_path(str(file), run_name="__main__")
