from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("no-such-distribution")
except PackageNotFoundError:
    print("not installed")
    __version__ = "0+unknown"

try:
    OTHER = version("no-such-distribution")
except PackageNotFoundError:
    pass


def banner():
    return f"app {__version__}"
