import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

RUN = "from app.main import main; main()"
PACKAGE = Path(find_spec("app").origin).parent
QUARRY = Path(find_spec("quarry").origin)


def run(name, text):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PACKAGE, Path(folder, "app"))
        shutil.copy(QUARRY, folder)
        if name != "quarry.txt":
            shutil.copy(QUARRY.with_suffix(".txt"), folder)
        if text:
            Path(folder, "app", name).write_text(text)
        elif name and name != "quarry.txt":
            Path(folder, "app", name).unlink()
        paths = os.pathsep.join([folder, *(path for path in sys.path if path)])
        variables = os.environ | {"PYTHONPATH": paths}
        done = subprocess.run([sys.executable, "-c", RUN], cwd=folder, env=variables, capture_output=True, text=True)
        error = [line.split(": ")[0] for line in done.stderr.splitlines()[-1:]]
        print(name, done.returncode, done.stdout.splitlines(), error)


run("", "")
run("table.txt", "")
run("names.json", "[")
run("names.json", "")
run("quarry.txt", "")
