import sys
from app.plug import app_hook
def hooks():
    return [m.app_hook() for n, m in sorted(sys.modules.items()) if n.startswith("app.") and n != __name__ and hasattr(m, "app_hook")]
def run():
    return app_hook()
