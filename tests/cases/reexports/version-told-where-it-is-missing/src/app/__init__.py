import decimal
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

try:
    AMOUNT = decimal.Decimal("none")
except decimal.InvalidOperation:
    AMOUNT = None


def banner():
    return f"app {__version__}"
