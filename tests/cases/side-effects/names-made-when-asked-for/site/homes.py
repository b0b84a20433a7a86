import os


def __getattr__(name):
    if name == "HOME":
        return os.environ.get("LAZY_HOME", "none")
    raise AttributeError(name)
