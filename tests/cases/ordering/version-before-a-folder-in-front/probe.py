import os
import tempfile

from app import main

with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "plugin_of_app-1.0.dist-info"))
    with open(os.path.join(folder, "plugin_of_app-1.0.dist-info", "METADATA"), "w") as file:
        file.write("Name: plugin-of-app\nVersion: 1.0\n")
    print(main.put(folder))
