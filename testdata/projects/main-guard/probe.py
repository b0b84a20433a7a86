import subprocess
import sys

import tool

print(tool.total([1, 2]))
print(subprocess.run([sys.executable, "src/tool.py", "1", "2"], capture_output=True, text=True).stdout)
print(subprocess.run([sys.executable, "-m", "tool", "4"], capture_output=True, text=True).stdout)
