import decimal
import logging
import os
import sys
import threading
import warnings

log = logging.getLogger("sea.client")


class Client:
    def state(self):
        return os.getcwd(), sys.get_asyncgen_hooks(), warnings.showwarning, threading.getprofile(), decimal.DefaultContext.prec
