"""Lets Python itself defer some imports, and says which of them were needed all the same. dormant puts this file, as
`sitecustomize`, first on the path of a command that it runs under Python 3.15 or later.

The file `deferred` beside it has a line for each import: module, target, name taken from it (or nothing), and name bound. At the end
the numbers of those that ran and whose names are no longer lazy are written, one in each line, to the file that the environment names.
"""
import atexit
import os
import sys
import types

output = os.environ.pop("DORMANT_LAZY_FILE")
process = os.getpid()
asked = set()
exit_at_once = os._exit


def is_deferred(importer, target, names):
    here = {(importer, target, name) for name in names or ("",)} & wanted
    asked.update(here)
    return bool(here)


def is_lazy(module, bound):
    module = sys.modules.get(module)
    return module is None or type(vars(module).get(bound)) is types.LazyImportType


def write():
    global output
    if os.getpid() != process or output is None:
        return
    path, output = output, None
    needed = [at for at, line in enumerate(deferred) if tuple(line[:3]) in asked and not is_lazy(line[0], line[3])]
    with open(path, "w") as file:
        file.write("".join("%d\n" % at for at in needed))


def leave(status):
    write()
    exit_at_once(status)


if hasattr(sys, "set_lazy_imports_filter"):
    with open(os.path.join(os.path.dirname(__file__), "deferred")) as lines:
        deferred = [line.rstrip("\n").split("\t") for line in lines]
    wanted = {tuple(line[:3]) for line in deferred}
    missing = make_way()
    os._exit = leave
    atexit.register(write)
    sys.set_lazy_imports("all")
    sys.set_lazy_imports_filter(is_deferred)
else:
    with open(output, "w") as file:
        file.write("version %d.%d.%d\n" % sys.version_info[:3])
    missing = make_way()
if missing is not None:
    raise missing
