import heavy


def close():
    print("gone", heavy.VALUE)
