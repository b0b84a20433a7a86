import threading

DATA = threading.local()
DATA.size = 1
