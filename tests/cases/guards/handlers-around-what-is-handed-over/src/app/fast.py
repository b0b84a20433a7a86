import absent_library


def work():
    return absent_library.work()
