import threading

DATA = threading.local()
