import absent_one


def work():
    return absent_one.work()
