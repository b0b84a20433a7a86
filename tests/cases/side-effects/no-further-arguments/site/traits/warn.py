shown = []


def should_warn(key):
    if key not in shown:
        shown.append(key)
        return True
    return False
