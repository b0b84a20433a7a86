import ctypes
x = ctypes.get_errno()
