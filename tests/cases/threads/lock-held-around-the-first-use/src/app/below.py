from app.locks import LOCK

with LOCK:
    SIZE = 3
