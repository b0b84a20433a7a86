import os

CORES = os.cpu_count()
