import threading

NONE = threading.getprofile() is None
