from app import aliases, loader
import second

loader.BASE = "app"


def shown(module):
    return [name for name in sorted(vars(module)) if not name.startswith("__")]


def main():
    found = loader.find("core")
    return shown(found), found.names(), shown(second), second.names(), aliases.__name__
