//! When a read happens: at run time, for annotations, for type checkers only, in the main guard.
use super::{check, facts};

#[test]
fn annotations() {
    check("def f(x: n) -> n: ...", &["signature", "signature"]);
    check("def f(*x: n, **y: n): ...", &["signature", "signature"]);
    check("x: n", &["module variable"]);
    check("x: n = n", &["run", "module variable"]);
    check("class A:\n    x: n", &["class variable"]);
    check("class A:\n    _x: n = 1", &["private variable"]);
    check("class A:\n    _x: n", &["class variable"]);
    check("class A:\n    __x__: n = 1", &["class variable"]);
    check("_x: n = 1", &["module variable"]);
    check("def f():\n    x: n", &["local variable in function"]);
    check("def f(x: 'n'): ...", &["quoted signature"]);
    check("def f(x: 'n.A[n.B]'): ...", &["quoted signature", "quoted signature"]);
    check("def f(x: Optional['n']): ...", &["quoted signature"]);
    check("def f(x: Dict[str, List['n']]): ...", &["quoted signature"]);
    check("def f(x: \"Optional['n']\"): ...", &["quoted signature"]);
    check("def f(x: 'not (python'): ...", &[]);
    check("def f(x: Literal['n']): ...", &[]);
    check("def f(x: typing.Literal['n', 'm']): ...", &[]);
    check("def f(x: Annotated[int, n]): ...", &["signature"]);
    check("X = Optional['n']", &["checkers"]);
    check("x = cast('n', y)", &["checkers"]);
    check("x = cast(n, y)", &["run"]);
    check("T = TypeVar('T', bound='n')", &["checkers"]);
    check("x = table['n']", &[]);
    check("x = None  # type: n", &["checkers"]);
    check("x = None  # type: ignore[n]", &[]);
    check(
        "def f(x):\n    # type: (n.A) -> n.B\n    pass",
        &["checkers", "checkers"],
    );
}

#[test]
fn a_literal_inside_a_quoted_annotation() {
    check("def f(x: \"Literal['n']\"): ...", &[]);
}

#[test]
fn type_parameters() {
    check("def f[n](x: n): return n", &[]);
    check("class A[n](B[n]):\n    x: n", &[]);
    check("class A[T: n]: ...", &["demand"]);
    check("def f[T = n](): ...", &["demand"]);
    check("type X = n", &["demand"]);
    check("type X[n] = list[n]", &[]);
    check("type X[T] = dict[T, 'n']", &["checkers"]);
    check("class A[T](n): ...", &["run base"]);
    check("def f[T](x=n): ...", &["run default"]);
    check("class A:\n    n = 1\n    def f[T: n](self): ...", &[]);
}

#[test]
fn type_checking_and_the_main_guard() {
    check("if TYPE_CHECKING:\n    n", &["checkers"]);
    check(
        "if typing.TYPE_CHECKING:\n    def f(): return n",
        &["checkers in function"],
    );
    check("if TYPE_CHECKING: ...\nelse:\n    n", &["run"]);
    check("if not TYPE_CHECKING:\n    n\nelse:\n    n", &["run", "checkers"]);
    check("if TYPE_CHECKING or x:\n    n", &["run"]);
    check("if __name__ == '__main__':\n    n", &["main"]);
    check("if '__main__' == __name__:\n    n", &["main"]);
    check(
        "if __name__ == '__main__':\n    def f(): return n",
        &["run in function"],
    );
    check("if __name__ == '__main__':\n    n\nelse:\n    n", &["main", "run"]);
    check("if __name__ == '__main__' and x:\n    n", &["run"]);
    check("if __name__ != '__main__':\n    n", &["run"]);
    check(
        "def f():\n    if __name__ == '__main__':\n        n",
        &["run in function"],
    );
    let guard = |text: &str| facts(text).main_guard;
    assert_eq!(guard("x = 1\nif __name__ == '__main__': ...\n"), Some(6));
    assert_eq!(
        guard("if __name__ == '__main__': ...\nif __name__ == '__main__': ...\n"),
        None
    );
    assert_eq!(guard("if x:\n    if __name__ == '__main__': ...\n"), None);
}
