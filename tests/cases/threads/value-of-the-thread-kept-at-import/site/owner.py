import threading

THREAD = threading.current_thread()
