import os
os.environ["LIB_MODE"] = "on"
def thing(): return 1
