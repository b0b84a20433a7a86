"""Says whether a program runs any file of a tree. dormant puts this file, as `sitecustomize`, first on the path of a command or of the
tests, and of what these start in their turn.

The file that the environment names is made as soon as code of the tree is executed: a module that is loaded, or a script.
"""
import os
import sys

make, exact = os.open, os.path.realpath
tree = os.path.join(exact(os.environ["DORMANT_TREE"]), "")


def said():
    global tree
    tree = None
    try:
        os.close(make(os.environ["DORMANT_LOADED"], os.O_WRONLY | os.O_CREAT, 0o666))
    except (OSError, KeyError):
        pass


def watch(event, arguments):
    if event == "exec" and tree is not None:
        name = getattr(arguments[0], "co_filename", "<")
        if not name.startswith("<") and exact(name).startswith(tree):
            said()


if hasattr(sys, "addaudithook"):
    sys.addaudithook(watch)
else:
    said()
missing = make_way(for_children=False)
if missing is not None:
    raise missing
