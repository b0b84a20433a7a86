import os

PID = os.getpid()
