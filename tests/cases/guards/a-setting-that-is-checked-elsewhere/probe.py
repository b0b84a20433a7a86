import os
import subprocess
import sys

RUN = "from app.main import main; main()"

for given in [{}, {"APP_LEVEL": "odd"}, {"APP_SIZE": "odd"}, {"APP_COLOUR": "odd"}]:
    for arguments in [], ["all"]:
        done = subprocess.run([sys.executable, "-c", RUN, *arguments], env=os.environ | given, capture_output=True, text=True)
        print(given, arguments, done.returncode, done.stdout.splitlines(), done.stderr.splitlines()[-1:])
