from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("a-distribution-that-is-not-there")
except PackageNotFoundError:
    VERSION = "unknown"
