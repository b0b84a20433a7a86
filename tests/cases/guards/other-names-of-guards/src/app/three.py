import absent_three


def work():
    return absent_three.work()
