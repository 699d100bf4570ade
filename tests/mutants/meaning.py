"""What a change to a module is, and whether it could mean anything else than what stood there."""

import ast
import difflib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Change:
    """One small change: the whole module before and after."""

    module: str
    line: int
    was: str
    now: str

    @cached_property
    def _lines(self) -> tuple[list[str], list[str]]:
        """The lines that go and those that come."""
        pairs = difflib.ndiff(self.was.splitlines(), self.now.splitlines())
        told = [each for each in pairs if each[:1] in "+-"]
        return [each[2:] for each in told if each[0] == "-"], [each[2:] for each in told if each[0] == "+"]

    @property
    def before(self) -> str:
        """What stood there, in one line."""
        return " ".join(each.strip() for each in self._lines[0])

    @property
    def after(self) -> str:
        """What stands there now, in one line."""
        return " ".join(each.strip() for each in self._lines[1])


class _Bare(ast.NodeTransformer):
    """Without annotations and protocols, and without whether arguments go by place or by name."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_arguments(self, node: ast.arguments) -> ast.arguments:
        self.generic_visit(node)
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.defaults = [*node.defaults, *(each for each in node.kw_defaults if each is not None)]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        for each in node.decorator_list:
            if isinstance(each, ast.Call):
                each.keywords = [word for word in each.keywords if word.arg != "kw_only"]
        if any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases):
            node.body = []
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        node.annotation = ast.Constant(None)
        self.generic_visit(node)
        return node


def means_the_same(change: Change) -> bool:
    """Whether it is no Python, or differs only in what a running program does not look at."""
    try:
        return _bare(change.was) == _bare(change.now)
    except SyntaxError:
        return True


def _bare(code: str) -> str:
    return ast.dump(_Bare().visit(ast.parse(code)))
