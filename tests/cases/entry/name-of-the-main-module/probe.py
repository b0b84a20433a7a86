import subprocess
import sys

for module in ("app.main", "app.worker"):
    done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True)
    print(module, done.returncode, done.stdout.strip())
