from collections import defaultdict

SEEN = []
GROUPS = defaultdict(list)


def counter():
    count = 0

    def tick():
        nonlocal count
        count += 1
        return count

    return tick


tick = counter()
