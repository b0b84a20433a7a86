import subprocess
import sys

# Each module comes first once.
for module in ["catalog", "session", "item"]:
    code = f"import app.{module} as m; import app; print(app.Item().catalog(), app.Session().catalog(), app.Session.factory is app.Item)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(module, done.returncode, done.stdout, done.stderr)
