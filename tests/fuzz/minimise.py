"""Shrinks a program that a fix changes: modules first, then statements, as long as the same kind of thing differs."""
import ast
import re

from trial import try_one


def minimise(files, seed, args, key=None, budget=250):
    diff, _, note = try_one(files, seed, args)
    if not diff:
        return files, diff, note
    want = key or next(iter(sorted(diff, key=lambda k: (k.startswith("const"), k))))
    def kind(v):
        return None if v is None else re.sub(r"[^A-Za-z:]", "", v)[:20] if re.match(r"\w+(Error|Exit|Warning)\b", v) else "value"
    wk = tuple(map(kind, diff[want]))
    n = [0]
    def same(fs):
        n[0] += 1
        for t in fs.values():
            try: ast.parse(t)
            except SyntaxError: return False
        d, _, _ = try_one(fs, seed, args)
        return any(tuple(map(kind, v)) == wk and k.split()[0] == want.split()[0] for k, v in d.items())
    files = dict(files)
    changed = True
    while changed and n[0] < budget:
        changed = False
        for rel in list(files):
            if not rel.endswith("__init__.py") or rel.count("/") > 1:
                fs = {k: v for k, v in files.items() if k != rel}
                if rel.endswith("__init__.py") and any(k.startswith(rel[:-11]) for k in fs):
                    continue
                if same(fs):
                    files = fs; changed = True
            if n[0] > budget: break
        for rel in list(files):
            # whole statements, then lines
            try: tree = ast.parse(files[rel])
            except SyntaxError: continue
            lines = files[rel].split("\n")
            spans = []
            for node in ast.walk(tree):
                if isinstance(node, ast.stmt):
                    lo = min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", [])])
                    spans.append((lo, node.end_lineno))
            spans = sorted(set(spans), key=lambda s: s[0] - s[1])
            gone = set()
            for lo, hi in spans:
                if any(i in gone for i in range(lo, hi + 1)): continue
                trial = [l for i, l in enumerate(lines, 1) if i not in gone and not lo <= i <= hi]
                fs = {**files, rel: "\n".join(trial)}
                if n[0] > budget: break
                if same(fs):
                    gone.update(range(lo, hi + 1)); changed = True
            if gone:
                files[rel] = "\n".join(l for i, l in enumerate(lines, 1) if i not in gone)
    diff, after, note = try_one(files, seed, args)
    return files, diff, note
