import subprocess
import sys

from app import one, two

print(one.chain(), one.weight(), two.keel())
for first in ("one", "two", "three"):
    code = f"import app.{first}, app.one; print(app.one.chain())"
    print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
