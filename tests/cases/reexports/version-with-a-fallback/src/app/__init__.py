from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("no-such-distribution")
except PackageNotFoundError:
    __version__ = "0+unknown"

try:
    PIP = version("pip")
except (PackageNotFoundError, ValueError):
    PIP = None


def banner():
    return f"app {__version__}"
