"""Looks at a random program in a forked child: imports every module, then prints constants, calls functions, makes classes."""
import ast
import importlib
import json
import os
import random
import re
import signal
import sys


def norm(v):
    try:
        t = repr(v)
    except BaseException as e:
        t = 'repr fails ' + type(e).__name__
    t = re.sub(r'0x[0-9a-f]+', '0x', t)
    t = re.sub(r"from '[^']*/(site|src)/", r"from '\1/", t)
    return t[:400]


def err(e):
    return type(e).__name__ + ': ' + re.sub(r'0x[0-9a-f]+', '0x', re.sub(r"\(/[^)]*\)|'/[^']*'", '(path)', str(e)))[:300]


def probe(mods, seed):
    out = {}
    mods = list(mods); random.Random(seed).shuffle(mods)
    good = []
    for m in mods:
        try:
            importlib.import_module(m); out['import ' + m] = 'ok'; good.append(m)
        except BaseException as e:
            out['import ' + m] = err(e)
    def names(m):
        return sorted(n for n in set(vars(sys.modules[m])) | set(dir(sys.modules[m])) if re.match(r'(f_\d|C_\d|X_)', n))
    def consts(tag):
        for m in good:
            for n in OWN.get(m, ()):
                if n.startswith('X_'):
                    try: out[f'{tag} {m}.{n}'] = norm(getattr(sys.modules[m], n))
                    except BaseException as e: out[f'{tag} {m}.{n}'] = err(e)
    consts('const')
    for round in (1, 2):
        for m in good:
            for n in OWN.get(m, ()):
                if n.startswith('f_'):
                    try:
                        v = getattr(sys.modules[m], n)(3)
                        if hasattr(v, 'cr_code'):
                            try: v.send(None); v = 'yielded'
                            except StopIteration as s: v = ('co', s.value)
                        out[f'call{round} {m}.{n}'] = norm(v)
                    except BaseException as e: out[f'call{round} {m}.{n}'] = err(e)
                    if round == 1:
                        try: f = getattr(sys.modules[m], n); out[f'def {m}.{n}'] = norm((f.__name__, f.__module__, f.__defaults__, f.__kwdefaults__, sorted(f.__annotations__.items()) if f.__annotations__ else ()))
                        except BaseException as e: out[f'def {m}.{n}'] = err(e)
                if n.startswith('C_'):
                    C = None
                    try: C = getattr(sys.modules[m], n); out[f'class{round} {m}.{n}'] = norm((C.__mro__, {k: norm(v) for k, v in vars(C).items() if k in ('att', 'comp', 'z', '__annotations__')}))
                    except BaseException as e: out[f'class{round} {m}.{n}'] = err(e)
                    for meth, args in (('m', ()), ('m2', (3,))):
                        try: out[f'meth{round} {m}.{n}.{meth}'] = norm(getattr(C(2), meth)(*args))
                        except BaseException as e: out[f'meth{round} {m}.{n}.{meth}'] = err(e)
                    try: out[f'prop{round} {m}.{n}'] = norm(getattr(C(2), 'prop', None))
                    except BaseException as e: out[f'prop{round} {m}.{n}'] = err(e)
    consts('const-after')
    for m in good:
        mod = sys.modules[m]
        if '__all__' in vars(mod):
            ns = {}
            try:
                exec(f'from {m} import *', ns); ns.pop('__builtins__', None)
                out['star ' + m] = norm(sorted(ns)) + norm([norm(v) for k, v in sorted(ns.items())])
            except BaseException as e: out['star ' + m] = err(e)
        try: out['dyn ' + m] = norm(mod.dyn)
        except BaseException as e: out['dyn ' + m] = err(e)
    return out


OWN = {}


def own_names(text):
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    out = []
    for node in ast.walk(tree):
        pass
    def visit(body):
        for s in body:
            if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                out.append(s.name)
            elif isinstance(s, ast.Assign):
                out.extend(t.id for t in s.targets if isinstance(t, ast.Name))
            elif isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name):
                out.append(s.target.id)
            elif isinstance(s, (ast.Try, ast.For, ast.If)):
                visit(s.body)
    visit(tree.body)
    return [n for n in dict.fromkeys(out) if re.match(r"(f_\d|C_\d|X_)", n)]


def run_probe(root, files, seed, timeout=20):
    """Probes one package in a forked child; gives a dict."""
    global OWN
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(r)
            signal.alarm(timeout)
            dn = os.open(os.devnull, os.O_RDWR)
            os.dup2(dn, 1); os.dup2(dn, 2)
            sys.dont_write_bytecode = True
            sys.path[:0] = [os.path.join(root, "src"), os.path.join(root, "site")]
            importlib.invalidate_caches()
            mods = []
            for path, text in files.items():
                m = path[:-3].replace("/", ".")
                m = m.removesuffix(".__init__")
                mods.append(m)
                OWN[m] = own_names(text)
            # only for what the driver happens to have loaded
            for n in list(sys.modules):
                if n.startswith("hv_") or re.match(r"p\d", n):
                    del sys.modules[n]
            data = json.dumps(probe(mods, seed)).encode()
            with os.fdopen(w, "wb") as f:
                f.write(data)
        finally:
            os._exit(0)
    os.close(w)
    with os.fdopen(r, "rb") as f:
        data = f.read()
    os.waitpid(pid, 0)
    return json.loads(data) if data else {"died": "no answer"}
