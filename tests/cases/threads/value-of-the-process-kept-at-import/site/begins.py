import time

AT = time.monotonic()
