import ast
import json
from collections import defaultdict

from app import table


class Names(ast.NodeVisitor):
    def __init__(self):
        self.names = []

    def visit_Name(self, node):
        self.names.append(node.id)

    def remember(self):
        table.SEEN.append("remembered")


names = Names()
names.visit(ast.parse("name"))
GROUPS = defaultdict(list)
GROUPS["own"].append(json.dumps(names.names))
NUMBER = table.counter()()
USED = True
