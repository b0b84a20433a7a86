import os
import subprocess
import sys

RUN = "from app.main import main; main()"

for given in [{}, {"APP_ROW": "odd"}, {"APP_MODE": "odd"}, {"APP_LEVEL": "odd"}, {"APP_PAIR": "odd"}]:
    done = subprocess.run([sys.executable, "-c", RUN], env=os.environ | given, capture_output=True, text=True)
    print(given, done.returncode, done.stdout.splitlines(), done.stderr.splitlines()[-1:])
