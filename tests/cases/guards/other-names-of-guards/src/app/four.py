import absent_four


def work():
    return absent_four.work()
