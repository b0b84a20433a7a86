"""The modules of a random program, the names that they have, and import statements in every form."""
import os
import random

from stand_ins import HEAVY


class Module:
    def __init__(self, pkg, dotted, is_pkg):
        self.dotted, self.is_pkg, self.pkg = dotted, is_pkg, pkg
        self.names = {}  # module scope: name -> kind
        self.lines = []
        self.n = 0
        self.future = False

    @property
    def path(self):
        p = self.dotted.replace(".", "/")
        return p + "/__init__.py" if self.is_pkg else p + ".py"

    @property
    def package(self):
        return self.dotted if self.is_pkg else self.dotted.rpartition(".")[0]


class Imports:
    """Names, uses and imports; `plain.Program` adds what else stands in a module."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.seed = seed
        self.pkg = f"p{seed}"
        r = self.r
        self.modules = [Module(self.pkg, self.pkg, True)]
        n = r.randint(2, 7)
        sub = r.random() < 0.4
        if sub:
            self.modules.append(Module(self.pkg, f"{self.pkg}.q", True))
        for i in range(n):
            parent = f"{self.pkg}.q" if sub and r.random() < 0.4 else self.pkg
            self.modules.append(Module(self.pkg, f"{parent}.m{i}", False))
        self.order = list(range(len(self.modules)))
        r.shuffle(self.order)
        # Variant B: mostly acyclic, mostly functions, no star imports: more edits per program, fewer imports that fail.
        self.b = os.environ.get("FUZZ_VARIANT") == "B"

    # ---- expressions -------------------------------------------------------------------------
    def use(self, name, kind, arg="1"):
        """An expression that uses `name`, of which the value has a deterministic repr."""
        r = self.r
        if kind.startswith("mod:"):
            target = kind[4:]
            members = self.members(target)
            if not members:
                return f"{name}.__name__"
            m = r.choice(sorted(members))
            return self.use(f"{name}.{m}", members[m], arg)
        if kind == "func":
            return r.choice([f"{name}({arg})", f"list(map({name}, [{arg}]))", f"(lambda v: {name}(v))({arg})"])
        if kind == "strfunc":
            return f"{name}('ab cd')"
        if kind in ("const", "list", "dict"):
            return r.choice([name, f"({name}, {arg})", f"[{name} for _ in range(2)]", f"repr({name})", f"f'{{{name}}}'"])
        if kind == "cls":
            return r.choice([f"{name}({arg}).m()", f"{name}.z", f"isinstance({arg}, {name})", f"[{name}(i).m() for i in range(2)]", f"{name}.__name__"])
        if kind == "exc":
            return f"issubclass({name}, Exception)"
        if kind == "deco":
            return f"{name}(lambda: {arg})()"
        return f"'{kind}'"

    def members(self, target):
        if target in HEAVY:
            return HEAVY[target]
        for m in self.modules:
            if m.dotted == target:
                return {k: v for k, v in m.names.items() if not v.startswith("mod:" + self.pkg) and v != "gone"}
        return {}

    def pick(self, mod, kinds=None):
        items = [(n, k) for n, k in mod.names.items() if k != "gone" and (kinds is None or k in kinds or (k.startswith("mod:") and "mod" in kinds))]
        return self.r.choice(items) if items else None

    def pick_deep(self, mod, kinds):
        """(expression, kind) of one of `kinds`, maybe through a module attribute."""
        out = []
        for n, k in mod.names.items():
            if k in kinds:
                out.append((n, k))
            elif k.startswith("mod:"):
                for m, kk in self.members(k[4:]).items():
                    if kk in kinds:
                        out.append((f"{n}.{m}", kk))
        return self.r.choice(out) if out else None

    def expr(self, mod, arg="1"):
        p = self.pick(mod)
        if not p:
            return arg
        e = self.use(*p, arg)
        if self.r.random() < 0.2:
            q = self.pick(mod)
            e = f"({e}, {self.use(*q, arg)})"
        return e

    # ---- imports -----------------------------------------------------------------------------
    def fresh(self, mod, base):
        mod.n += 1
        return f"{base}{mod.n}"

    def import_stmt(self, mod):
        """Text of one import statement, and the names that it binds with their kinds."""
        r = self.r
        own = [m for m in self.modules if m is not mod]
        if self.b and r.random() < 0.93:
            place = self.order.index(self.modules.index(mod))
            own = [self.modules[i] for i in self.order[:place] if self.modules[i].lines and not self.modules[i].is_pkg]
        if r.random() < 0.5 or not own:
            target = r.choice(sorted(HEAVY))
            members = HEAVY[target]
            form = r.randrange(7)
            if form == 0 and "." not in target:
                return f"import {target}", {target: "mod:" + target}
            if form == 1:
                a = self.fresh(mod, "h")
                return f"import {target} as {a}", {a: "mod:" + target}
            if form == 2 and "." in target:
                head, _, tail = target.rpartition(".")
                return f"from {head} import {tail}", {tail: "mod:" + target}
            if form == 3 and "." in target:
                return f"import {target}", {"__dotted__" + target: "dotted:" + target}
            if form == 4 and target.startswith("hv_") and not self.b:
                return f"from {target} import *", dict(members)
            if form == 5:
                two = r.sample(sorted(members), min(2, len(members)))
                aliases = {t: (self.fresh(mod, "n") if r.random() < 0.5 else t) for t in two}
                text = ", ".join(t if a == t else f"{t} as {a}" for t, a in aliases.items())
                if r.random() < 0.3:
                    text = "(\n    " + ",  # c\n    ".join(text.split(", ")) + ",\n)"
                return f"from {target} import {text}", {a: members[t] for t, a in aliases.items()}
            t = r.choice(sorted(members))
            return f"from {target} import {t}", {t: members[t]}
        other = r.choice(own)
        members = {k: v for k, v in other.names.items() if v != "gone" and not k.startswith("__")}
        form = r.randrange(7)
        parent, _, tail = other.dotted.rpartition(".")
        if form == 0 and parent:
            a = tail if r.random() < 0.6 else self.fresh(mod, "o")
            src = "." if parent == mod.package and r.random() < 0.6 else parent
            return f"from {src} import {tail}" + (f" as {a}" if a != tail else ""), {a: "mod:" + other.dotted}
        if form == 1 and parent:
            a = self.fresh(mod, "o")
            return f"import {other.dotted} as {a}", {a: "mod:" + other.dotted}
        if form == 2 and parent:
            return f"import {other.dotted}", {"__dotted__" + other.dotted: "dotted:" + other.dotted}
        if form == 3 and members and not self.b:
            # mostly without `_` names and with what its __all__ says; exactness is Python's business
            return f"from {other.dotted} import *", {k: v for k, v in members.items() if not k.startswith("_")}
        if members:
            t = r.choice(sorted(members))
            a = t if r.random() < 0.6 else self.fresh(mod, "n")
            src = other.dotted
            if parent == mod.package and r.random() < 0.5:
                src = "." + tail
            return f"from {src} import {t}" + (f" as {a}" if a != t else ""), {a: members[t]}
        return "import hv_a", {"hv_a": "mod:hv_a"}

    def emit_import(self, mod):
        r = self.r
        text, names = self.import_stmt(mod)
        style = r.random()
        star = text.endswith("*")
        if style < 0.07:
            out = ["try:", *("    " + l for l in text.split("\n")), "except ImportError:"]
            out += [f"    {n} = None" for n in names if not n.startswith("__dotted__")] or ["    pass"]
            if len(out) and out[-1] == "except ImportError:":
                out.append("    pass")
        elif style < 0.12:
            out = ["if True:", *("    " + l for l in text.split("\n"))]
        elif style < 0.16 and not star:
            text2, names2 = self.import_stmt(mod)
            if text2.startswith("import") and text.startswith("import"):
                out = [text + ", " + text2[7:]]
            elif "\n" not in text + text2:
                out = [text + "; " + text2]
            else:
                out = [text, text2]
            names = {**names, **names2}
        elif style < 0.19 and not star:
            cond = r.choice(["sys.version_info >= (3, 8)", "not TYPE_CHECKING", "'x' == 'y'"])
            imp = {"s": "import sys", "n": "from typing import TYPE_CHECKING"}.get(cond[0])
            out = ([imp] if imp else []) + [f"if {cond}:", *("    " + l for l in text.split("\n"))]
            if r.random() < 0.4:
                t3, n3 = self.import_stmt(mod)
                if not t3.endswith("*"):
                    out += ["else:", *("    " + l for l in t3.split("\n"))]
        elif style < 0.21 and not star:
            out = ["from typing import TYPE_CHECKING", "if TYPE_CHECKING:", *("    " + l for l in text.split("\n"))]
            names = {}
        elif style < 0.23 and not star and "\n" not in text:
            out = [f"class I_{self.fresh(mod, 'i')}:", "    " + text]
            names = {}
        elif style < 0.27 and "\n" not in text:
            out = [text + r.choice(["  # noqa: F401", "  # comment", "  # type: ignore"])]
        else:
            out = text.split("\n")
        mod.lines += out
        for n, k in names.items():
            if n.startswith("__dotted__"):
                root = n[len("__dotted__"):]
                mod.names[root] = "mod:" + k.split(":", 1)[1]
            else:
                mod.names[n] = k

    # ---- definitions --------------------------------------------------------------------------
