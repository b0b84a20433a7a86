from app.package import depth


def other():
    return depth
