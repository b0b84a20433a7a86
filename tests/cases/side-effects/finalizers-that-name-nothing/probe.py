import subprocess
import sys

done = subprocess.run([sys.executable, "-c", "from app.main import main; main()"], capture_output=True, text=True)
print(done.returncode, sorted(done.stdout.splitlines()), [line for line in done.stderr.splitlines() if "Error" in line])
