from app import extras


def main():
    return extras.HAS_BALLAST, extras.limit(), extras.check(3), extras.check(30), extras.bar([1])
