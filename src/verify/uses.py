"""Which names of a program's own modules the program itself takes from outside the module.

    python uses.py FILES

FILES has one line for each file: its module's name, `1` for a package else `0`, and the path, with tabs between them. Prints
one object: `taken` (module, name and where), `starred` (modules that are star-imported, and where), and `subclasses` (whether
anything asks a class for its subclasses). An access is counted rather once too often than once too little: a name is taken
where a from-import, an attribute of something that was imported, or a string such as those for `mock.patch` says so.
"""
import ast
import json
import sys


def resolved(package, level, module):
    """The absolute name that a from-import is about."""
    if not level:
        return module or ""
    parts = package.split(".")
    base = parts[: len(parts) - level + 1]
    return ".".join(base + ([module] if module else []))


def chain(node):
    """`a.b.c` as a list of names, or nothing."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id] + names[::-1] if isinstance(node, ast.Name) else []


class File:
    def __init__(self, module, is_package, path, modules, found):
        self.module, self.path, self.modules, self.found = module, path, modules, found
        self.package = module if is_package else module.rpartition(".")[0]
        self.bound = {}  # local name -> dotted name of what it may be
        self.imported = set()  # modules that this file imports itself

    def take(self, dotted, node, own=False):
        """Counts every name on the way through modules of the program."""
        parts = dotted.split(".")
        for end in range(1, len(parts)):
            module, name = ".".join(parts[:end]), parts[end]
            if module not in self.modules or (module == self.module and not own):
                continue
            # Who imports a submodule itself needs nobody else to have done so.
            if module + "." + name in self.imported:
                continue
            self.found["taken"].setdefault("%s %s" % (module, name), "%s:%d" % (self.path, node.lineno))

    def read(self, tree):
        nodes = list(ast.walk(tree))
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.note_import(alias.name)
                    self.bound[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]
            elif isinstance(node, ast.ImportFrom):
                base = resolved(self.package, node.level, node.module)
                self.note_import(base)
                for alias in node.names:
                    if alias.name == "*":
                        self.found["starred"].setdefault(base, "%s:%d" % (self.path, node.lineno))
                        continue
                    dotted = "%s.%s" % (base, alias.name)
                    self.bound[alias.asname or alias.name] = dotted
                    if dotted in self.modules:
                        self.note_import(dotted)
                    else:
                        self.take(dotted, node)
        for node in nodes:
            if isinstance(node, ast.Attribute):
                names = chain(node)
                if names and names[0] in self.bound:
                    self.take(".".join([self.bound[names[0]]] + names[1:]), node)
                self.found["subclasses"] |= node.attr == "__subclasses__"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                text = node.value.replace(":", ".")
                if text.isascii() and all(part.isidentifier() for part in text.split(".")):
                    self.take(text, node, own=True)
            elif isinstance(node, ast.Call) and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                # getattr(module, "name"), patch.object(module, "name"), monkeypatch.setattr(module, "name", value)
                names = chain(node.args[0])
                if names and names[0] in self.bound and isinstance(node.args[1].value, str):
                    self.take(".".join([self.bound[names[0]]] + names[1:] + [node.args[1].value]), node)

    def note_import(self, dotted):
        parts = dotted.split(".")
        self.imported.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().splitlines()]
    found = {"taken": {}, "starred": {}, "subclasses": False}
    modules = {row[0] for row in rows}
    for module, is_package, path in rows:
        try:
            with open(path, "rb") as file:
                tree = ast.parse(file.read())
        except (OSError, SyntaxError, ValueError, RecursionError):
            continue
        File(module, is_package == "1", path, modules, found).read(tree)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
