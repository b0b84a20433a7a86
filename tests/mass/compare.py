"""What `dormant fix` may change in a file, seen from outside: Python's own parser, and nothing of dormant's.

    python compare.py BEFORE AFTER

Reads two trees of files and prints one JSON object: `changed` (how many .py files differ) and `problems`, a list of
`[file, kind, detail]`. Run it with an interpreter that knows the syntax the files are rewritten to. The kinds:

    other-file   a file other than .py differs, appeared or is gone
    compile      the file compiled before and does not now
    warnings     the compiler warns of something else than before
    docstring    a module, class or function has another docstring
    future       another set of `from __future__` imports
    tree         without imports, TYPE_CHECKING blocks, the `__getattr__` block and what that does in place of the module the trees
                 differ
    lost-import  an alias is nowhere in the file any more
    unbound      a name is read as a global though only a removed import bound it: a NameError in waiting
"""

import ast
import builtins
import json
import os
import symtable
import sys
import warnings
from collections import Counter
from multiprocessing import Pool

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def is_type_checking(test):
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def is_served(node):
    """Whether a statement is one of the two functions that serve names."""
    return isinstance(node, ast.FunctionDef) and node.name in ("__getattr__", "__dir__")


class Strip(ast.NodeTransformer):
    """Removes what may differ."""

    def nothing(self, node):
        return None

    visit_Import = visit_ImportFrom = visit_Pass = nothing

    def visit_If(self, node):
        self.generic_visit(node)
        if is_type_checking(node.test):
            return [kept for kept in node.orelse if not is_served(kept)]
        return node

    def visit_Assign(self, node):
        targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if targets == ["TYPE_CHECKING"] or targets == ["__lazy_modules__"] or asks_for_served(node.value):
            return None
        return self.generic_visit(node)


def asks_for_served(value):
    """Whether a value is `__getattr__("name")`."""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "__getattr__"


def stripped(tree, served=()):
    """The statements of a module without what may differ, and without those that `__getattr__` runs in its place."""
    statements = Strip().visit(tree).body
    return "\n".join(ast.dump(node) for node in statements if form(node) not in served)


def form(node):
    """What a statement does, whatever the name of a variable that it computes."""
    is_constant = isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
    return ast.dump(node.value if is_constant else node)


def served(tree):
    """What the function that serves names does, without imports."""
    found = set()
    for function in ast.walk(tree):
        if is_served(function):
            statements = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]
            found.update(form(node) for node in map(Strip().visit, statements) if isinstance(node, ast.stmt))
    return found


def docstrings(tree):
    return [
        (getattr(node, "name", ""), ast.get_docstring(node, clean=False))
        for node in ast.walk(tree)
        if isinstance(node, DEFINITIONS + (ast.Module,)) and not is_served(node)
    ]


def aliases(tree):
    """What is imported, `import x as x` being `import x`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(("", 0, alias.name, own_name(alias)) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update((node.module, node.level, alias.name, own_name(alias)) for alias in node.names)
    return found


def own_name(alias):
    return None if alias.asname == alias.name else alias.asname


def futures(tree):
    return sorted(name for module, _, name, _ in aliases(tree) if module == "__future__")


class Runtime(ast.NodeTransformer):
    """Removes what never runs: TYPE_CHECKING blocks and annotations that are never evaluated."""

    def __init__(self, postponed):
        self.postponed = postponed
        self.in_function = False

    def visit_If(self, node):
        self.generic_visit(node)
        if is_type_checking(node.test):
            return node.orelse or ast.Pass()
        return node

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        if self.postponed or self.in_function:
            node.annotation = ast.Constant(None)
        return node

    def function(self, node):
        if self.postponed:
            for argument in ast.walk(node.args):
                if isinstance(argument, ast.arg):
                    argument.annotation = None
            node.returns = None
        outside, self.in_function = self.in_function, True
        self.generic_visit(node)
        self.in_function = outside
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def visit_ClassDef(self, node):
        outside, self.in_function = self.in_function, False
        self.generic_visit(node)
        self.in_function = outside
        return node


def bound_and_read(source, postponed):
    """The names a module binds, and those that any of its scopes reads as a global."""
    text = ast.unparse(ast.fix_missing_locations(Runtime(postponed).visit(ast.parse(source))))
    top = symtable.symtable(text, "module", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    read = set()
    scopes = [top]
    while scopes:
        scope = scopes.pop()
        scopes.extend(scope.get_children())
        for symbol in scope.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or scope is top):
                read.add(symbol.get_name())
            if symbol.is_declared_global() and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(symbol.get_name())
    return bound, read


def compiled(source, path):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, path, "exec", dont_inherit=True)
    return Counter((warning.category.__name__, str(warning.message)) for warning in caught)


def differences(before, after, path):
    """The (kind, detail) pairs of one changed file."""
    try:
        warned_before = compiled(before, path)
    except (SyntaxError, ValueError) as error:
        return [("was-broken", str(error))]
    try:
        warned_after = compiled(after, path)
    except (SyntaxError, ValueError) as error:
        return [("compile", str(error))]
    found = []
    if warned_before != warned_after:
        found.append(("warnings", f"{warned_before - warned_after} {warned_after - warned_before}"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old, new = ast.parse(before), ast.parse(after)
        if Counter(docstrings(old)) != Counter(docstrings(new)):
            found.append(("docstring", str(Counter(docstrings(old)) - Counter(docstrings(new)))[:300]))
        if futures(old) != futures(new):
            found.append(("future", f"{futures(old)} {futures(new)}"))
        left = aliases(new)
        # `import a.b` also does what `import a` does.
        packages = {name.split(".")[0] for module, _, name, asname in left if not module and not asname}
        lost = {found for found in aliases(old) - left if found[0] or found[3] or found[2] not in packages}
        if lost:
            found.append(("lost-import", str(sorted(lost, key=str))[:300]))
        postponed = "annotations" in futures(new) or sys.version_info >= (3, 14)
        bound_before, _ = bound_and_read(before, postponed)
        bound_after, read = bound_and_read(after, postponed)
        unbound = ((bound_before - bound_after) & read) - set(dir(builtins))
        if unbound:
            found.append(("unbound", " ".join(sorted(unbound))))
        one, other = stripped(old), stripped(new)
        if one != other:
            moved = served(ast.parse(after)) - set(map(form, Strip().visit(ast.parse(after)).body))
            one = stripped(ast.parse(before), moved)
        if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), 0)
            start = max(0, at - 60)
            found.append(("tree", f"{one[start : at + 80]!r} became {other[start : at + 80]!r}"))
    return found


def one(job):
    left, right, relative = job
    before, after = (open(os.path.join(root, relative), "rb").read() for root in (left, right))
    if before == after:
        return relative, False, []
    try:
        return relative, True, differences(before, after, relative)
    except RecursionError:
        return relative, True, [("too-deep", "")]


def files(root):
    return {
        os.path.relpath(os.path.join(folder, name), root)
        for folder, folders, names in os.walk(root)
        if not folder.endswith("__pycache__")
        for name in names
        if not name.endswith(".pyc")
    }


def main(left, right):
    before, after = files(left), files(right)
    problems = [(name, "other-file", "appeared or gone") for name in sorted(before ^ after)]
    both = sorted(before & after)
    changed = 0
    with Pool() as pool:
        jobs = [(left, right, name) for name in both if name.endswith(".py")]
        for name, is_changed, found in pool.imap_unordered(one, jobs, chunksize=32):
            changed += is_changed
            problems += [(name, kind, detail) for kind, detail in found]
    for name in both:
        if not name.endswith(".py"):
            old, new = os.path.join(left, name), os.path.join(right, name)
            if os.path.getsize(old) != os.path.getsize(new):
                problems.append((name, "other-file", "differs"))
    json.dump({"changed": changed, "problems": sorted(problems)}, sys.stdout)


if __name__ == "__main__":
    sys.setrecursionlimit(20_000)
    main(*sys.argv[1:3])
