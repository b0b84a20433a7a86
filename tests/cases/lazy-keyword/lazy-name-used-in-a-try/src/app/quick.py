import absent_backend_library


def run():
    return absent_backend_library.run()
