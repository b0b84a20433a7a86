"""Random programs in which modules also act on each other: registries, hooks, state set in functions, patches, threads, reload."""
from plain import Program

REGISTRY = """class Reg_{n}:
    def __init__(self): self.items = {{}}
    def add(self, name):
        def keep(f):
            self.items[name] = f
            return f
        return keep
    def plain(self, f):
        return self.add(f.__name__)(f)
    def names(self): return sorted(self.items)
R_{n} = Reg_{n}()
"""

HOOKED = """class H_{n}:
    kinds = []
    def __init_subclass__(cls, **k):
        super().__init_subclass__(**k)
        H_{n}.kinds.append(cls.__name__)
"""

METACLASS = """class T_{n}(type):
    made = {{}}
    def __new__(mcs, name, bases, space, **k):
        cls = super().__new__(mcs, name, bases, space)
        mcs.made[name] = len(mcs.made)
        return cls
class H_{n}(metaclass=T_{n}):
    kinds = T_{n}.made
"""

HELPERS = """import contextlib, functools, importlib, operator, os, sys, threading, typing
"""


class Wide(Program):
    def __init__(self, seed):
        super().__init__(seed)
        # As in variant B: programs that can be imported say more.
        self.b = self.r.random() < 0.7

    def use(self, name, kind, arg="1"):
        if kind == "reg":
            return self.r.choice([f"{name}.names()", f"len({name}.items)", f"'k1' in {name}.items"])
        if kind == "hook":
            return self.r.choice([f"sorted({name}.kinds)", f"sorted(c.__name__ for c in {name}.__subclasses__())"])
        if kind == "state":
            return self.r.choice([f"sorted({name})", f"{name}.get('a')", f"'b' in {name}", f"len({name})"])
        return super().use(name, kind, arg)

    def statement(self, mod):
        idioms = [
            self.registry, self.registers, self.registers, self.hooked, self.subclass, self.state, self.writes_state, self.writes_state,
            self.setter, self.env_setter, self.env_reader, self.globals_setter, self.reloads, self.patches, self.hints, self.data,
            self.threaded, self.cached, self.presence, self.main, self.by_name,
        ]
        if self.r.random() < 0.55:
            if HELPERS.strip() not in mod.lines:
                mod.lines.append(HELPERS.strip())
            self.r.choice(idioms)(mod)
        else:
            super().statement(mod)

    def own(self, mod):
        """Another module of the program that has functions, and one of them; none where there is none."""
        others = [m for m in self.modules if m is not mod and any(k == "func" for k in m.names.values())]
        if not others:
            return None
        other = self.r.choice(others)
        return other, self.r.choice(sorted(n for n, k in other.names.items() if k == "func" and n.startswith("f_")) or ["f_0"])

    def make(self, mod, lines, kind="func", base="f_"):
        name = self.fresh(mod, base)
        mod.lines += [line.replace("NAME", name) for line in lines]
        mod.names[name] = kind
        return name

    def registry(self, mod):
        n = self.fresh(mod, "")
        mod.lines += REGISTRY.format(n=n).rstrip().split("\n")
        mod.names[f"R_{n}"] = "reg"

    def registers(self, mod):
        reg = self.pick_deep(mod, {"reg"})
        if not reg:
            return self.registry(mod)
        reg, key, fn = reg[0], f"k{self.r.randrange(4)}", self.pick_deep(mod, {"func"})
        form = self.r.randrange(6)
        if form < 2:
            mod.lines.append(f"@{reg}.add('{key}')" if form else f"@{reg}.plain")
            return self.function(mod)
        fn = fn[0] if fn else "len"
        mod.lines.append([
            f"{reg}.add('{key}')({fn})",
            f"functools.partial({reg}.add, '{key}')()({fn})",
            f"[{reg}.add('k%d' % i)({fn}) for i in range(2)]",
            f"{reg}.items.update({key}={fn})",
        ][form - 2])

    def hooked(self, mod):
        n = self.fresh(mod, "")
        mod.lines += self.r.choice([HOOKED, METACLASS]).format(n=n).rstrip().split("\n")
        mod.names[f"H_{n}"] = "hook"

    def subclass(self, mod):
        hook = self.pick_deep(mod, {"hook"})
        if not hook:
            return self.hooked(mod)
        name = self.fresh(mod, "C_")
        if self.r.random() < 0.2:
            mod.lines.append(f"{name} = type({hook[0]})('{name}', ({hook[0]},), {{'z': 1}})")
        else:
            mod.lines += [f"class {name}({hook[0]}):", "    z = 'own'", "    def __init__(self, v=0): self.v = v", "    def m(self):", f"        return ('{name}', {self.expr(mod, '4')})"]
        mod.names[name] = "cls"

    def state(self, mod):
        self.make(mod, ["NAME = {}" if self.r.random() < 0.8 else "NAME = dict(a=0)"], "state", "S_")

    def writes_state(self, mod):
        state = self.pick_deep(mod, {"state"})
        if not state:
            return self.state(mod)
        s, key, e = state[0], self.r.choice("ab"), self.expr(mod, "2")
        n = self.fresh(mod, "_")
        mod.lines += self.r.choice([
            [f"{s}['{key}'] = len({s})"],
            [f"{s}.setdefault('{key}', {e})"],
            [f"for {n} in ('a', 'b'):", f"    {s}[{n}] = repr({e})"],
            [f"def {n}():", f"    {s}.update({key}=1)", f"{n}()"],
            [f"operator.setitem({s}, '{key}', 3)"],
            [f"{n} = threading.Thread(target={s}.update, kwargs=dict({key}=5)); {n}.start(); {n}.join()"],
            ["@contextlib.contextmanager", f"def {n}():", f"    {s}['{key}'] = 'in'", "    yield", f"with {n}(): pass"],
            [f"X{n} = {s}.get('{key}')"],
            [f"list(map({s}.pop, [k for k in {s} if k == '{key}']))"],
        ])

    def setter(self, mod):
        state = self.pick_deep(mod, {"state"})
        if not state:
            return self.state(mod)
        s, key = state[0], self.r.choice("ab")
        write = self.r.choice([f"{s}['{key}'] = x", f"{s}.update({key}=x)", f"{s}.pop('{key}', None)", f"{s}.clear()"])
        self.make(mod, ["def NAME(x):", f"    {write}", f"    return {self.expr(mod, 'x')}"])

    def variable(self):
        return f"FZ_{self.seed}_{self.r.randrange(2)}"

    def env_setter(self, mod):
        v = self.variable()
        write = self.r.choice([f"os.environ['{v}'] = repr(x)", f"os.environ.update({v}=repr(x))", f"os.environ.setdefault('{v}', 'd')", f"os.environ.pop('{v}', None)"])
        self.make(mod, ["def NAME(x):", f"    {write}", f"    return {self.expr(mod, 'x')}"])

    def env_reader(self, mod):
        v = self.variable()
        read = self.r.choice([f"os.environ.get('{v}')", f"os.getenv('{v}', 'none')", f"'{v}' in os.environ"])
        if self.r.random() < 0.5:
            self.make(mod, [f"NAME = {read}"], "const", "X_")
        else:
            self.make(mod, [f"def NAME(x, y={read}):", "    return x, y"])

    def globals_setter(self, mod):
        n = self.make(mod, [f"NAME = {self.expr(mod, '2')}"], "const", "X_")
        self.make(mod, ["def NAME(x):", *self.r.choice([[f"    global {n}", f"    {n} = ('set', x)"], [f"    globals()['{n}'] = ('put', x)"]]), f"    return {n}"])

    def reloads(self, mod):
        other = self.own(mod)
        if other and self.r.random() < 0.4:
            name = other[0].dotted
            self.make(mod, ["def NAME(x):", f"    return importlib.reload(importlib.import_module('{name}')).__name__"])

    def patches(self, mod):
        other = self.own(mod)
        if not other:
            return
        module, name = other
        parts = module.dotted.rpartition(".")
        found = self.r.choice([
            f"importlib.import_module('{module.dotted}')", f"importlib.import_module('.'.join(['{parts[0]}', '{parts[2]}']))" if parts[0] else "sys.modules[__name__]",
            f"sys.modules.get('{parts[0]}' + '.{parts[2]}') or sys.modules[__name__]",
        ])
        computed = self.r.choice([f"'{name}'", f"'f' + '{name[1:]}'", f"'%s_{name[2:]}' % 'f'"])
        self.make(mod, [
            "def NAME(x):", f"    m = {found}", f"    old = getattr(m, {computed}, None)", f"    setattr(m, {computed}, lambda v: ('computed', v))",
            "    try:", f"        return {self.expr(mod, 'x')}", "    finally:", f"        setattr(m, {computed}, old)",
        ])

    def hints(self, mod):
        target = self.pick_deep(mod, {"func", "cls"})
        if target:
            read = self.r.choice([f"typing.get_type_hints({target[0]})", f"getattr({target[0]}, '__annotations__', None)"])
            self.make(mod, ["def NAME(x):", f"    return repr({read})"])

    def data(self, mod):
        name = self.fresh(mod, "C_")
        mod.lines += ["@__import__('dataclasses').dataclass", f"class {name}:", f"    v: {self.annotation(mod)} = 0", f"    w: 'int' = {self.r.choice(['1', repr('w')])}", "    def m(self):", f"        return [f.type for f in __import__('dataclasses').fields(self)], {self.expr(mod, '3')}"]
        mod.names[name] = "cls"

    def threaded(self, mod):
        self.make(mod, ["def NAME(x):", "    out = []", f"    t = threading.Thread(target=lambda: out.append({self.expr(mod, 'x')}))", "    t.start(); t.join()", "    return out"])

    def cached(self, mod):
        self.make(mod, ["@functools.lru_cache(maxsize=None)", "def NAME(x):", f"    return repr({self.expr(mod, 'x')})"])

    def presence(self, mod):
        other = self.r.choice(self.modules).dotted
        if self.r.random() < 0.5:
            self.make(mod, [f"NAME = '{other}' in sys.modules"], "const", "X_")
        else:
            self.make(mod, ["def NAME(x):", f"    return '{other}' in sys.modules"])

    def main(self, mod):
        calls = [self.pick_deep(mod, {"func"}) for _ in range(2)]
        self.make(mod, ["def NAME(x):", *(f"    {c[0]}(x)" for c in calls if c), f"    return {self.expr(mod, 'x')}"])

    def by_name(self, mod):
        o = self.pick(mod, {"mod"})
        members = [m for m, k in self.members(o[1][4:]).items() if k == "func"] if o else []
        if members:
            m = self.r.choice(sorted(members))
            self.make(mod, ["def NAME(x):", f"    return getattr({o[0]}, '{m[:1]}' + '{m[1:]}')(x)"])
