"""Random programs whose modules import each other and stand-ins in every form, and use what they import in every form."""
from imports import Imports


class Program(Imports):
    # ---- definitions --------------------------------------------------------------------------
    def annotation(self, mod):
        c = self.pick_deep(mod, {"cls"})
        if c and self.r.random() < 0.7:
            e = c[0]
            return self.r.choice([e, f"list[{e}]", f"'{e}'", f"{e} | None"])
        return "int"

    def params(self, mod):
        r = self.r
        x = "x"
        if r.random() < (0.08 if self.b else 0.3):
            x += f": {self.annotation(mod)}"
        ps = [x]
        if r.random() < (0.04 if self.b else 0.2):
            ps.append(f"y={self.expr(mod)}")
        if r.random() < 0.1:
            ps.append(f"*, k={self.expr(mod)}")
        return ", ".join(ps)

    def function(self, mod, indent="", name=None, method=False):
        r = self.r
        name = name or self.fresh(mod, "f_")
        out = []
        d = self.pick_deep(mod, {"deco"})
        if d and r.random() < (0.08 if self.b else 0.4) and not method:
            out.append(f"@{d[0]}")
        tp = ""
        if r.random() < 0.06:
            c = self.pick_deep(mod, {"cls"})
            tp = f"[T: {c[0]}]" if c else "[T]"
        ret = f" -> {self.annotation(mod)}" if r.random() < (0.05 if self.b else 0.25) else ""
        a = "async " if r.random() < 0.03 and not method else ""
        out.append(f"{a}def {name}{tp}({'self, ' if method else ''}{self.params(mod)}){ret}:")
        if r.random() < 0.15:
            out.append('    """Doc."""')
        body = self.body(mod)
        out += ["    " + l for l in body]
        mod.lines += [indent + l for l in out]
        if not indent:
            mod.names[name] = "func"
        return name

    def body(self, mod, depth=0):
        r = self.r
        k = r.randrange(30)
        e = lambda arg="x": self.expr(mod, arg)
        p = self.pick(mod)
        if k == 0 and p:
            n = p[0].split(".")[0]
            return [f"{n} = {e()}" if r.random() < 0.3 else f"{n} = x", f"return repr({n})"]
        if k == 1 and p:
            n = p[0].split(".")[0]
            return [f"def inner({n}):", f"    return repr({n})", f"return inner(x), {e()}"]
        if k == 2:
            return ["def inner():", "    nonlocal x", f"    x = {e()}", "    return x", "return inner(), x"]
        if k == 3 and p:
            n = p[0].split(".")[0]
            return [f"return repr(globals().get({n!r}, 'absent'))[:12]"]
        if k == 4:
            c = self.pick(mod, {"const"})
            if c and "." not in c[0]:
                return [f"global {c[0]}", f"{c[0]} = ({c[0]}, x)", f"return {c[0]}"]
        if k == 5:
            return [f"if (v := {e()}):", "    return v", f"return {e()}"]
        if k == 6:
            c = self.pick_deep(mod, {"cls"})
            if c:
                return ["match x:", f"    case {c[0]}():", f"        return {e()}", "    case int() as n:", f"        return n, {e('n')}", "    case _:", "        return 'other'"]
        if k == 7:
            c = self.pick_deep(mod, {"exc"})
            if c:
                return ["try:", f"    raise {c[0]}(x)", f"except {c[0]} as err:", f"    return 'caught', err.args, {e()}"]
        if k == 8:
            return [f"class L:", f"    w = {e('2')}", "    def g(self):", f"        return {e('3')}", "return L.w, L().g()"]
        if k == 9:
            return [f"return [({e('i')}) for i in range(2) if i or {e('i')}]"]
        if k == 10:
            return ["def gen():", f"    yield {e()}", f"    yield from [{e('2')}]", "return list(gen())"]
        if k == 11 and depth == 0:
            return ["if x:", *("    " + l for l in self.body(mod, 1)), *self.body(mod, 1)]
        if k == 12:
            t, names = self.import_stmt(mod)
            if not t.endswith("*") and "\n" not in t:
                uses = [self.use(n, kk, "x") for n, kk in names.items() if not n.startswith("__dotted__")]
                return [t, f"return {', '.join(uses) or 'x'}, {e()}"]
        if k == 13:
            o = self.pick(mod, {"mod"})
            if o:
                members = [m for m, kk in self.members(o[1][4:]).items() if kk in ("func", "const", "cls")]
                if members and o[1].startswith("mod:" + self.pkg):
                    m = r.choice(sorted(members))
                    return [f"old = {o[0]}.{m}", f"{o[0]}.{m} = {r.choice(['lambda v: (\"patched\", v)', repr('patched')])}", "try:", f"    return {e()}", "finally:", f"    {o[0]}.{m} = old"]
        if k == 14:
            return [f"import {r.choice(['os', 'sys'])}", f"return {e()}"]
        if k == 15:
            return [f"exec('r = 1')", f"return eval({e()!r}, globals(), {{'x': x}})"]
        if k == 16 and p:
            n = p[0].split(".")[0]
            return [f"return repr(eval({n!r}))[:10]"]
        if k == 17:
            return [f"with __import__('contextlib').suppress(ValueError):", f"    return {e()}", "return None"]
        if k == 18:
            return [f"return (lambda q={e('1')}: (q, {e('5')}))()"]
        if k == 19:
            return [f"for i in range(2):", f"    x = {e('i')}", "else:", f"    return x, {e('3')}"]
        if k == 20:
            return [f"v: {self.annotation(mod)} = {e()}", "return v"]
        if k == 21:
            return [f"return f'{{{e()}!r}}'" if "'" not in (q := e()) and '"' not in q else f"return {q}"]
        if k == 22:
            return [f"return {e()} if x else {e()}"]
        if k == 23:
            return [f"'''multi", "line'''", f"return {e()}"]
        if k == 24:
            return [f"if x > 100: return {e()}", f"y = {e()}; return y"]
        return [f"return {e()}"]

    def klass(self, mod):
        r = self.r
        name = self.fresh(mod, "C_")
        bases = []
        c = self.pick_deep(mod, {"cls"})
        if c and r.random() < 0.4:
            bases.append(c[0])
        head = f"class {name}{'(' + ', '.join(bases) + ')' if bases else ''}:"
        if r.random() < 0.05:
            head = f"class {name}[T]{'(' + ', '.join(bases) + ')' if bases else ''}:"
        mod.lines.append(head)
        mod.lines.append("    z = 'own'")
        if not bases:
            mod.lines += ["    def __init__(self, v=0): self.v = v"]
        if r.random() < 0.3:
            mod.lines.append(f"    att = {self.expr(mod)}")
        if r.random() < 0.15:
            mod.lines.append(f"    comp = [{self.expr(mod, 'i')} for i in range(2)]")
        if r.random() < 0.1:
            mod.lines.append(f"    ann: {self.annotation(mod)}")
        if r.random() < 0.1:
            p = self.pick(mod)
            if p and "." not in p[0]:
                mod.lines.append(f"    {p[0]} = 'shadow'")
        if r.random() < 0.1:
            mod.lines.append("    @property")
            self.function(mod, "    ", "prop", True)
            # a property takes no x
            for i in range(len(mod.lines) - 1, -1, -1):
                if "def prop" in mod.lines[i]:
                    mod.lines[i] = "    def prop(self, x=1):"
                    break
        self.function(mod, "    ", "m2", True)
        mod.lines += ["    def m(self):", f"        return ('{name}', {self.expr(mod, '4')})"]
        mod.names[name] = "cls"

    def statement(self, mod):
        r = self.r
        k = r.random()
        if self.b and k < 0.985 and r.random() < 0.7:
            k = r.choice([0.1, 0.1, 0.1, 0.55, 0.72, 0.93])
        if k < 0.50:
            self.function(mod)
        elif k < 0.62:
            self.klass(mod)
        elif k < 0.70:
            n = self.fresh(mod, "X_")
            mod.lines.append(f"{n} = {self.expr(mod, '2')}")
            mod.names[n] = "const"
        elif k < 0.74:
            n = self.fresh(mod, "X_")
            cs = [self.pick_deep(mod, {"cls", "func"}) for _ in range(3)]
            cs = [c for c in cs if c]
            if cs:
                form = r.randrange(3)
                if form == 0:
                    mod.lines.append(f"{n} = {{" + ", ".join(f"'k{i}': {c[0]}" for i, c in enumerate(cs)) + "}")
                elif form == 1:
                    mod.lines.append(f"{n} = [" + ", ".join(c[0] for c in cs) + "]")
                else:
                    mod.lines += [f"{n} = {{", *(f"    'k{i}': {c[0]}," for i, c in enumerate(cs)), "}"]
                fn = self.fresh(mod, "f_")
                if form == 1:
                    mod.lines += [f"def {fn}(x):", f"    return [c.__name__ for c in {n}], {n}[0](x).__class__.__name__"]
                else:
                    mod.lines += [f"def {fn}(x):", f"    return {r.choice([f'sorted({n})', f'[(k, v.__name__) for k, v in {n}.items()]', f'{n}[\"k0\"](x).__class__.__name__', f'{n}.get(\"zz\"), len({n}), \"k0\" in {n}'])}"]
                mod.names[fn] = "func"
                mod.names[n] = "const" if form == 1 else "table"
        elif k < 0.78:
            o = self.pick(mod, {"mod"})
            if o and o[1].startswith("mod:" + self.pkg):
                ms = [m for m, kk in self.members(o[1][4:]).items() if kk in ("func", "const")]
                if ms:
                    m = r.choice(sorted(ms))
                    kk = self.members(o[1][4:])[m]
                    val = "lambda v: ('mpatched', v)" if kk == "func" else "'mpatched'"
                    mod.lines.append(r.choice([f"{o[0]}.{m} = {val}", f"setattr({o[0]}, '{m}', {val})"]))
        elif k < 0.81:
            p = self.pick(mod)
            if p and "." not in p[0] and p[1] != "table" and not p[0].startswith(("f_", "C_", "X_")):
                if r.random() < 0.4:
                    mod.lines.append(f"del {p[0]}")
                    mod.names[p[0]] = "gone"
                else:
                    mod.lines.append(f"{p[0]} = 'rebound'")
                    mod.names[p[0]] = "const"
        elif k < 0.84:
            c = self.pick(mod, {"list"})
            if c:
                mod.lines.append(r.choice([f"{c[0]}.append(9)", f"{c[0]} += [8]", f"{c[0]}[0] = 5"]))
            c = self.pick(mod, {"const"})
            if c and "." not in c[0] and r.random() < 0.3:
                mod.lines.append(f"{c[0]} = ({c[0]}, 'aug')")
        elif k < 0.87:
            mod.lines += ["try:", f"    X_t = {self.expr(mod)}", "except Exception as e_:", "    X_t = type(e_).__name__"]
            mod.names["X_t"] = "const"
        elif k < 0.90:
            mod.lines += [f"for i_ in range(1):", f"    X_for = {self.expr(mod, 'i_')}"]
            mod.names["X_for"] = "const"
        elif k < 0.92:
            c = self.pick_deep(mod, {"cls"})
            if c:
                mod.lines.append(f"type A_{self.fresh(mod, 't')} = {c[0]}")
        elif k < 0.94:
            fn = self.fresh(mod, "f_")
            mod.lines.append(f"{fn} = lambda x: {self.expr(mod, 'x')}")
            mod.names[fn] = "func"
        elif k < 0.96:
            c = self.pick_deep(mod, {"cls"})
            if c:
                mod.lines.append(f"X_ann{mod.n}: {c[0]} = None")
        elif k < 0.97:
            names = [n for n in mod.names if mod.names[n] != "gone" and "." not in n]
            if names:
                mod.lines.append(f"__all__ = {sorted(r.sample(sorted(names), min(3, len(names))))!r}")
        elif k < 0.98:
            mod.lines += ["if __name__ == '__main__':", f"    print({self.expr(mod)})"]
        elif k < 0.985 and not any("def __getattr__" in l for l in mod.lines):
            mod.lines += ["def __getattr__(name):", f"    if name == 'dyn': return {self.expr(mod)}", "    raise AttributeError(name)"]
        else:
            self.emit_import(mod)

    def build(self):
        r = self.r
        for i in self.order:
            mod = self.modules[i]
            if r.random() < 0.3:
                mod.lines.append('"""Doc of module."""')
            if r.random() < 0.25:
                mod.lines.append("from __future__ import annotations")
            if mod.is_pkg and r.random() < 0.4:
                mod.lines.append("")
                continue
            for _ in range(r.randint(1, 5)):
                self.emit_import(mod)
            for _ in range(r.randint(2, 9)):
                self.statement(mod)
                if r.random() < 0.3:
                    mod.lines.append("")
        # late cyclic imports
        for i in self.order[:2]:
            mod = self.modules[i]
            if r.random() < (0.1 if self.b else 0.3):
                self.emit_import(mod)
                for _ in range(2):
                    self.function(mod)
        return {m.path: "\n".join(m.lines) + "\n" for m in self.modules}
