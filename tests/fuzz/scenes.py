"""Composes programs from idioms: one that loads something, one that may notice when, and a random way between the two.

A scene is a project in the layout of a behaviour case: `src/` (what is rewritten), `site/` (installed packages), `tests/`, and
`probe.py`, which prints what it observes. `right` says that deferring the load of `target` away from the import of `entry` changes nothing
here, so that a tool which refuses everything is seen as well.
"""
import random
from dataclasses import dataclass, field

from names import CORE, NAMES, REBINDS, WORK
from registries import REGISTRIES
from states import STATE_MODULE, STATES
from values import ENTRIES, VALUES

FAMILIES = ("registry", "state", "name", "value", "entry")


@dataclass
class Scene:
    kind: str
    files: dict = field(default_factory=dict)
    entry: str = ""
    target: str = ""
    right: bool = False
    project: str = ""


def build(seed, family=None, name=None):
    """The program of one seed; `family` and `name` choose an idiom, and leave the rest to the seed."""
    r = random.Random(f"scene {seed}")
    family = family or r.choice(FAMILIES)
    scene = {"registry": registry, "state": state, "name": name_scene, "value": value, "entry": entry}[family](r, name)
    pkg, key = f"p{seed}", f"KP{seed}"
    change = lambda t: t.replace("PKG", pkg).replace("KEY", key)
    scene.files = {change(k): change(v) for k, v in scene.files.items()}
    scene.files.setdefault(f"src/{pkg}/__init__.py", "")
    scene.entry, scene.target, scene.project = change(scene.entry), change(scene.target), change(scene.project)
    return scene


def chosen(r, table, name):
    named = [row for row in table if row[0] == name]
    return named[0] if named else r.choice(table)


def reach(r, name):
    """(lines at the top of core, expression, more files): a way in which core comes by `name` of PKG.work."""
    return r.choice([
        (f"from PKG.work import {name}", name, {}),
        (f"from .work import {name}", name, {}),
        (f"from . import work", f"work.{name}", {}),
        (f"from PKG import work", f"work.{name}", {}),
        (f"import PKG.work as w", f"w.{name}", {}),
        (f"import PKG.work", f"PKG.work.{name}", {}),
        (f"from PKG.work import {name} as other", "other", {}),
        (f"from PKG.middle import {name}", name, {"middle": f"from PKG.work import {name}\n"}),
        (f"from PKG.middle import {name}", name, {"middle": "from PKG.work import *\n"}),
        (f"from PKG import middle", f"middle.work.{name}", {"middle": "from PKG import work\n"}),
        (f"from PKG.sub import {name}", name, {"sub/__init__": f"from PKG.work import {name}\n__all__ = ['{name}']\n"}),
        (f"from PKG.middle import go", "go", {"middle": f"from PKG.work import {name}\ndef go(*a):\n    return {name}(*a)\n"}),
    ])


def add(files, more, folder="src/PKG"):
    for path, text in more.items():
        files[f"{folder}/{path}.py"] = text


RUN_MODULE = "import runpy\nrunpy.run_module('PKG', run_name='__main__')\n"
RUN_TEST = "import runpy\nrunpy.run_path('tests/test_it.py', run_name='__main__')\n"


def driven(r, scene, text, places=("main", "test")):
    """Puts what drives the program where the tool can read it: the package's __main__ or a test."""
    if r.choice(places) == "main":
        scene.files["src/PKG/__main__.py"] = text
        scene.files["probe.py"] = RUN_MODULE
    else:
        scene.files["tests/test_it.py"] = text
        scene.files["probe.py"] = RUN_TEST


def registry(r, name=None):
    idiom, kept, writes, read = chosen(r, REGISTRIES, name)
    mode = r.choice(["shared", "shared", "own", "reader-loads"])
    scene = Scene(f"registry:{idiom}:{mode}", entry="PKG.core", target="PKG.work")
    top, used, more = reach(r, "work")
    unused = r.random() < 0.25 and mode == "shared"
    prefix = "from PKG import reg\n" if r.random() < 0.6 else "import PKG.reg as reg\n"
    if mode == "own" and idiom == "module-getattr":
        mode, scene.kind = "shared", f"registry:{idiom}:shared"
    if mode == "own":
        work = kept + writes.replace("R.", "") + "def work(): return 'work'\n"
        read = "None"
        scene.right = True
    else:
        work = prefix + writes.replace("R.", "reg.") + "def work(): return 'work'\n"
        scene.files["src/PKG/reg.py"] = kept
        read = read.replace("R.", "reg.")
    if mode == "reader-loads":
        reader = f"def read():\n    import PKG.work\n    from PKG import reg\n    return {read}\n"
        scene.right = True
    else:
        reader = ("" if mode == "own" else "from PKG import reg\n") + f"def read():\n    return {read}\n"
    use = "" if unused else f"def use():\n    return {used}()\n"
    scene.files["src/PKG/work.py"] = work
    scene.files["src/PKG/core.py"] = f"{top}\n{reader}{use}"
    add(scene.files, more)
    calls = ["print(core.read())", *([] if unused else ["print(core.use())"]), "print(core.read())"]
    if mode != "shared" and not unused and r.random() < 0.5:
        calls.reverse()
    if r.random() < 0.5:
        scene.files["src/PKG/cli.py"] = "from PKG import core\ndef main():\n" + "".join(f"    {c}\n" for c in calls)
        driven(r, scene, "from PKG.cli import main\nmain()\n", ("main",))
    else:
        driven(r, scene, "from PKG import core\n" + "\n".join(calls) + "\n", ("main", "main", "test"))
    if unused:
        scene.kind += ":unused"
        scene.right = False
    return scene


def state(r, name=None):
    idiom, sets, reads, other = chosen(r, STATES, name)
    near = bool(other) and (not sets or r.random() < 0.4)
    lines = other if near else sets
    installed = r.random() < 0.3 and "PKG" not in reads
    scene = Scene(f"state:{idiom}:{'near' if near else 'set'}", entry="PKG.core", target="lib_KEY" if installed else "PKG.work")
    scene.right = near
    top, used, more = reach(r, "work")
    work = reads + "def work(): return SEEN\n"
    if installed:
        top, used, more = r.choice([("import lib_KEY", "lib_KEY.work", {}), ("from lib_KEY import work", "work", {}), ("import lib_KEY as lib", "lib.work", {})])
        scene.files["site/lib_KEY.py"] = work
    else:
        scene.files["src/PKG/work.py"] = work
        if r.random() < 0.25:
            scene.files["src/PKG/deep.py"] = work
            scene.files["src/PKG/work.py"] = "from PKG.deep import work as inner\ndef work(): return inner()\n"
            scene.kind += ":deep"
    scene.files["src/PKG/state.py"] = STATE_MODULE
    add(scene.files, more)
    body = "".join(f"    {line}\n" for line in lines)
    needs = "import logging, os, sys, warnings\nfrom PKG import state\ndef configure():\n    state.DEBUG = True\n"
    use = f"def use():\n    return {used}()\n"
    place = r.choice(["core", "core-helper", "cli", "cli-helper", "test"])
    if place == "test" and "state." in "".join(lines + [reads]):
        place = "cli"
    if place == "core":
        scene.files["src/PKG/core.py"] = f"{top}\n{needs}{use}def main():\n{body}    return use()\n"
        driven(r, scene, "from PKG import core\nprint(core.main())\n", ("main",))
    elif place == "core-helper":
        scene.files["src/PKG/core.py"] = f"{top}\n{needs}{use}def prepare():\n    pass\n{body}def main():\n    prepare()\n    return use()\n"
        driven(r, scene, "from PKG.core import main\nprint(main())\n", ("main",))
    else:
        scene.files["src/PKG/core.py"] = f"{top}\n{use}"
        inner = f"def main():\n{body}    return core.use()\n" if place != "cli-helper" else f"def prepare():\n    pass\n{body}def main():\n    prepare()\n    return core.use()\n"
        text = f"{needs}from PKG import core\n{inner}"
        if place == "test":
            driven(r, scene, text + "print(main())\n", ("test",))
        else:
            scene.files["src/PKG/cli.py"] = text
            driven(r, scene, "from PKG.cli import main\nprint(main())\n", ("main",))
    return scene


def name_scene(r, name=None):
    idiom, top, bottom, driver, right = chosen(r, NAMES, name)
    scene = Scene(f"name:{idiom}", entry="PKG.core", target="PKG.work", right=right)
    text = CORE.replace("TOP", top).replace("BOTTOM", bottom)
    if r.random() < 0.4:
        text = text.replace("from PKG.work", "from .work")
    work = WORK + (REBINDS if "rebind()" in driver else "")
    scene.files = {"src/PKG/work.py": work, "src/PKG/core.py": text, "src/PKG/other.py": "def tool(): return 'other'\n"}
    places = ("test",) if idiom.startswith("patch") else ("main", "test")
    driven(r, scene, driver, places)
    return scene


def value(r, name=None):
    idiom, files, driver, right = chosen(r, VALUES, name)
    scene = Scene(f"value:{idiom}", {f"src/PKG/{k}": v for k, v in files.items()}, "PKG.core", "PKG.work", right)
    driven(r, scene, driver)
    return scene


def entry(r, name=None):
    idiom, files, driver, right, (place, text) = chosen(r, ENTRIES, name)
    scene = Scene(f"entry:{idiom}", {f"src/PKG/{k}": v for k, v in files.items()}, "PKG.core", "PKG.work", right)
    if place == "pyproject":
        scene.project = text
    else:
        scene.files[place] = text
    scene.files["probe.py"] = driver
    return scene
