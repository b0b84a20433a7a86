import os

import hv
import hv_b
import hv_c
import hv_d
import hv_e
import hv_f
import hv_g
import hv_h
import hv_i

from app import flags

COUNT = 0
NEVER = False
IS_SET_UP = False


class Options:
    loud = False
    quick = False


options = Options()
STATE = {"slow": False}
HOOKS = {}


def counter():
    seen = 0

    def see():
        nonlocal seen
        if seen:
            os.environ["HV_H_MODE"] = "busy"
        seen += 1

    return see


see = counter()


def by_count():
    if COUNT > 0:
        os.environ["HV_MODE"] = "busy"


def by_object():
    if options.loud:
        os.environ["HV_B_MODE"] = "busy"


def by_module():
    if flags.DEBUG:
        os.environ["HV_C_MODE"] = "busy"


def by_itself():
    global IS_SET_UP
    if IS_SET_UP:
        os.environ["HV_D_MODE"] = "busy"
    IS_SET_UP = True


def by_nobody():
    if NEVER:
        os.environ["HV_E_MODE"] = "busy"


def by_class():
    if options.quick:
        os.environ["HV_F_MODE"] = "busy"


def by_item():
    if STATE["slow"]:
        os.environ["HV_G_MODE"] = "busy"


def by_hooks():
    for name in HOOKS:
        os.environ["HV_I_MODE"] = name


def work():
    return hv.MODE, hv_b.MODE, hv_c.MODE, hv_d.MODE, hv_e.MODE, hv_f.MODE, hv_g.MODE, hv_h.MODE, hv_i.MODE


def count():
    global COUNT
    COUNT += 1


def be_loud():
    options.loud = True


def debug():
    flags.DEBUG = True


def be_quick():
    Options.quick = True


def be_slow():
    STATE["slow"] = True


def hook():
    HOOKS["busy"] = None
