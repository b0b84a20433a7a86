import os
import tempfile

from app import main

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    with open("first.txt", "w") as file:
        file.write("first")
    main.prepare()
    main.show()
    os.chdir("/")
