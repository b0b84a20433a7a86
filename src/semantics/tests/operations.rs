//! What a module does to objects: calls, decorators, writes.
use super::facts;
use crate::semantics::facts::{OperationKind, Path};

#[test]
fn operations() {
    let of = |text: &str| -> Vec<String> {
        let facts = facts(text);
        let show = |kind| match kind {
            OperationKind::Call => "call",
            OperationKind::Decorate | OperationKind::DecorateByResult => "decorate",
            OperationKind::WriteAttribute => "attribute",
            OperationKind::WriteItem => "item",
            OperationKind::Augment => "augment",
            OperationKind::With => "with",
            OperationKind::Raise => "raise",
            OperationKind::Implicit => "implicit",
        };
        let found = facts.operations.iter();
        found
            .map(|operation| {
                let path = operation.path.as_ref().map(Path::dotted).unwrap_or_default();
                format!("{} {path}", show(operation.kind)).trim_end().to_owned()
            })
            .collect()
    };
    assert_eq!(of("a.b(c)"), ["call a.b"]);
    assert_eq!(of("a().b()"), ["call .b", "call a"]);
    assert_eq!(of("a[0]()"), ["call"]);
    assert_eq!(of("a.b = 1\ndel a.c"), ["attribute a.b", "attribute a.c"]);
    assert_eq!(of("a[0] = 1\na.b[0] += 1"), ["item a", "item a.b"]);
    assert_eq!(of("a += 1\na.b += 1"), ["augment a", "attribute a.b"]);
    assert_eq!(of("with a.b() as c: ..."), ["call a.b", "with a.b"]);
    assert_eq!(of("@a.b\ndef f(): ..."), ["decorate a.b"]);
    assert_eq!(of("@a.b(1)\nclass A: ..."), ["call a.b", "decorate a.b"]);
    assert_eq!(of("for a.b in c: ..."), ["attribute a.b"]);
    assert_eq!(of("if TYPE_CHECKING:\n    a()"), Vec::<String>::new());
    assert_eq!(of("def f(x: a()): ..."), Vec::<String>::new());
}
