import absent_two


def work():
    return absent_two.work()
