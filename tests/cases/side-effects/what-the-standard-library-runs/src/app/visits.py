import ast

from app import table


class Names(ast.NodeVisitor):
    def visit_Name(self, node):
        table.SEEN.append(node.id)


Names().visit(ast.parse("name"))
USED = True
