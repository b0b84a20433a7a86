import os
import tempfile

from app import main

here = os.getcwd()
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    print(main.run())
    os.chdir(here)
