//! Names in strings and reads of whole namespaces.
use super::facts;
use crate::semantics::facts::{MentionKind, Object};

/// Mentions in words.
fn mentions(text: &str) -> Vec<String> {
    let of = |object: &Object| match object {
        Object::Path(path) => path.dotted(),
        Object::ThisModule => "this".to_owned(),
        Object::Module(name) => format!("<{name}>"),
        Object::Unknown => "?".to_owned(),
    };
    let verb = |replaces: bool| if replaces { "replaces" } else { "reads" };
    let found = facts(text).mentions.into_iter();
    found
        .map(|mention| match mention.kind {
            MentionKind::Text {
                text,
                replaces,
                keywords,
            } => format!("{} '{text}' {}", verb(replaces), keywords.join(","))
                .trim_end()
                .to_owned(),
            MentionKind::Attribute { object, name, replaces } => format!("{} {}.{name}", verb(replaces), of(&object)),
            MentionKind::ComputedAttribute { object } => format!("computed {}", of(&object)),
            MentionKind::Loaded { module } => format!("loaded {module}"),
            MentionKind::ThisModule => "this".to_owned(),
            MentionKind::ReplacesThisModule => "replaces this".to_owned(),
            MentionKind::ImportsByName { module } => format!("imports {module}"),
        })
        .collect()
}

#[test]
fn mentions_of_names() {
    for (text, expected) in [
        ("x = 'a.b'", &["reads 'a.b'"][..]),
        ("x = 'a'", &[]),
        ("'a.b'", &[]),
        ("x = b'ca.b\\nC\\n.'", &["reads 'ca.b\nC\n.'"]),
        ("patch('a.b')", &["replaces 'a.b'"]),
        ("@mock.patch('a.b')\ndef f(): ...", &["replaces 'a.b'"]),
        ("patch.multiple('a.b', c=1)", &["replaces 'a.b' c"]),
        ("patch.multiple(a, c=1, d=2)", &["replaces a.c", "replaces a.d"]),
        ("patch.object(a.b, 'c')", &["replaces a.b.c"]),
        ("monkeypatch.setattr(a, 'c', 1)", &["replaces a.c"]),
        ("getattr(a, 'c')", &["reads a.c"]),
        ("getattr(f(), 'c')", &["reads ?.c"]),
        ("getattr(a, name)", &["computed a"]),
        ("setattr(a, name, 1)", &["computed a"]),
        ("attrgetter('c.d')", &["reads ?.c", "reads 'c.d'"]),
        ("import_module('a')", &["imports a"]),
        ("__import__('a')", &["imports a"]),
        ("sys.modules['a']", &["loaded a"]),
        ("'a' in sys.modules", &["loaded a"]),
        ("sys.modules.get('a')", &["loaded a"]),
        (
            "patch.dict('sys.modules', {'a': 1})",
            &["loaded a", "reads 'sys.modules'"],
        ),
        ("sys.modules[__name__]", &["this"]),
        ("sys.modules[__name__] = 1", &["replaces this"]),
        ("if TYPE_CHECKING:\n    getattr(a, 'c')", &[]),
    ] {
        assert_eq!(mentions(text), expected, "{text}");
    }
}

#[test]
fn reads_of_namespaces() {
    let reads = |text: &str| -> Vec<String> { facts(text).namespace_reads.into_iter().map(|read| read.how).collect() };
    assert_eq!(reads("globals()"), ["globals()"]);
    assert_eq!(reads("locals()"), ["locals()"]);
    assert_eq!(reads("def f(): return locals()"), Vec::<String>::new());
    assert_eq!(reads("def f(): return globals()"), ["globals()"]);
    assert_eq!(reads("vars(m)"), ["vars()"]);
    assert_eq!(reads("dir(m)"), ["dir()"]);
    assert_eq!(reads("m.__dict__"), [".__dict__"]);
    assert_eq!(reads("f.__globals__"), [".__globals__"]);
    assert_eq!(reads("eval(x)"), ["eval()"]);
    assert_eq!(reads("eval(x, {})"), Vec::<String>::new());
    assert_eq!(reads("exec(x, globals())"), ["exec()", "globals()"]);
    assert_eq!(
        reads("def __getattr__(name): return globals()[name]"),
        Vec::<String>::new()
    );
    assert_eq!(reads("x.globals()"), Vec::<String>::new());
    let locals = facts("def f():\n    return [locals() for _ in x]\n");
    assert!(
        locals.scopes[1].reads_locals,
        "a comprehension shares its function's frame"
    );
    assert!(!locals.scopes[0].reads_locals);
}

#[test]
fn doctests() {
    let names = |text: &str| facts(text).doctest_names;
    assert_eq!(names("'''\n>>> f(n)\n3\n'''\n"), ["f", "n"]);
    assert_eq!(
        names("def g():\n    '''\n    >>> for i in n:\n    ...     f(i)\n    out\n    '''\n"),
        ["f", "for", "i", "in", "n"]
    );
    assert_eq!(names("class A:\n    def g(self):\n        '''>>> n'''\n"), ["n"]);
    assert_eq!(names("x = '''>>> n'''\n"), Vec::<String>::new());
}
