import threading

from app import plain, state


def in_a_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(getattr(state.DATA, "size", None)))
    thread.start()
    thread.join()
    return found


def plain_size():
    return getattr(plain.DATA, "size", 3)
