import absent_five


def work():
    return absent_five.work()
