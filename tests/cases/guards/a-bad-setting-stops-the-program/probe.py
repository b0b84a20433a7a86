import os
import subprocess
import sys

RUN = "from app.main import main; main()"
GIVEN = [{}, {"APP_MODE": "odd"}, {"APP_KIND": "odd"}, {"APP_LOUD": "odd"}, {"QUARRY_BACKEND": "odd"}, {"PATH": ""}]

for given in GIVEN:
    for arguments in [], ["all"]:
        variables = os.environ | given
        if not variables["PATH"]:
            del variables["PATH"]
        done = subprocess.run([sys.executable, "-c", RUN, *arguments], env=variables, capture_output=True, text=True)
        print(given, arguments, done.returncode, done.stdout.splitlines(), done.stderr.splitlines()[-1:])
