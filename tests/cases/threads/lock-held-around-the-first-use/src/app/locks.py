import threading

LOCK = threading.Lock()
OTHER = threading.RLock()


def settings():
    with LOCK:
        return {"deep": True}
