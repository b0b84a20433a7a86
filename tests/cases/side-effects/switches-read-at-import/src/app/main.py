import asyncio
import contextlib
import decimal
import faulthandler
import locale
import logging
import os
import sys
import threading

import crashes
import debug
import depth
import filters
import folder
import hooks
import later
import level
import marked
import other
import precision
import profile_of
import separators
import shown


def ignore(*_):
    return None


def prepare():
    logging.getLogger("sea").setLevel(logging.DEBUG)
    logging.captureWarnings(True)
    logging.getLogger("shore").addFilter(ignore)
    contextlib.chdir("/").__enter__()
    sys.set_asyncgen_hooks(ignore)
    sys.set_coroutine_origin_tracking_depth(3)
    faulthandler.enable()
    threading.setprofile(ignore)
    decimal.DefaultContext.prec = 3
    locale._override_localeconv = {"thousands_sep": "_", "grouping": [3, 0]}
    os.environ["PYTHONASYNCIODEBUG"] = "1"
    sys.modules["__main__"].sea = 1


def show():
    print(level.LEVEL, shown.WHOSE, filters.COUNT, folder.HERE == "/", hooks.NONE, depth.DEPTH)
    print(crashes.ON, profile_of.NONE, precision.PREC, separators.TEXT, debug.ON, marked.KNOWN)
    print(other.LEVEL, later.Client.__name__)
