import os
import subprocess
import sys

RUN = "from app.main import main; main()"

for given in [{}, {"APP_TOKEN": "t"}, {"APP_TOKEN": "t", "APP_HOST": "h"}]:
    done = subprocess.run([sys.executable, "-c", RUN], env=os.environ | {"APP_NAME": "n"} | given, capture_output=True, text=True)
    print(given, done.returncode, done.stdout.splitlines(), done.stderr.splitlines()[-1:])
