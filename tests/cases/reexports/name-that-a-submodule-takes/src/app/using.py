from app.package import level


def using():
    return level if isinstance(level, str) else "a module"
