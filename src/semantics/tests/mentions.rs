//! Names in strings and reads of whole namespaces.
use super::facts;
use crate::semantics::facts::{MentionKind, Object, Piece, Touch};

/// Mentions in words.
fn mentions(text: &str) -> Vec<String> {
    let of = |object: &Object| match object {
        Object::Path(path) => path.dotted(),
        Object::ThisModule => "this".to_owned(),
        Object::Below(start) => format!("below {start}"),
        Object::Module(name) => format!("<{name}>"),
        Object::Made(path) => format!("{}()", path.dotted()),
        Object::Value => "value".to_owned(),
        Object::Unknown => "?".to_owned(),
    };
    let verb = |touch: Touch| match touch {
        Touch::Read => "reads",
        Touch::Replace => "replaces",
        Touch::Delete => "deletes",
    };
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::NameOf(object) => format!("<{}>", of(object)),
        Piece::Unknown => "*".to_owned(),
    };
    let found = facts(text).mentions.into_iter();
    found
        .map(|mention| match mention.kind {
            MentionKind::Text { text, touch, keywords } => format!("{} '{text}' {}", verb(touch), keywords.join(","))
                .trim_end()
                .to_owned(),
            MentionKind::Attribute { object, name, touch } => format!("{} {}.{name}", verb(touch), of(&object)),
            MentionKind::Joined { pieces, touch } => {
                format!("{} '{}'", verb(touch), pieces.iter().map(piece).collect::<String>())
            }
            MentionKind::DefinedAttribute { object, touch } => format!("{} {}[defined]", verb(touch), of(&object)),
            MentionKind::ComputedAttribute { object, touch } => format!("{} {}[*]", verb(touch), of(&object)),
            MentionKind::WritesPart { name, .. } => format!("writes .{name}"),
            MentionKind::RunsText => "runs a text".to_owned(),
            MentionKind::Loaded { module, .. } => format!("loaded {module}"),
            MentionKind::LoadedBelow { prefix, .. } => format!("loaded {prefix}*"),
            MentionKind::LoadedAll { prefix } => format!("all loaded {prefix}*"),
            MentionKind::LoadedComputed { .. } => "loaded *".to_owned(),
            MentionKind::ImportsComputed => "imports *".to_owned(),
            MentionKind::LoadedOf { object, .. } => format!("loaded {}", of(&object)),
            MentionKind::Puts { name, object } => format!("puts {} as {name:?}", of(&object)),
            MentionKind::LoadedAnew { module, .. } => format!("anew {}", module.unwrap_or_default()),
            MentionKind::ThisModule => "this".to_owned(),
            MentionKind::ReplacesThisModule => "replaces this".to_owned(),
            MentionKind::ImportsByName { module } => format!("imports {module}"),
            MentionKind::SetterHanded { method, touch, .. } => format!("{method} is handed a setter {touch:?}"),
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
        ("session_mocker.patch(a)", &["replaces '*'"]),
        ("self.mock.patch(a)", &["replaces '*'"]),
        ("mock_session.patch(a)", &[]),
        ("patch.multiple('a.b', c=1)", &["replaces 'a.b' c"]),
        ("patch.multiple(a, c=1, d=2)", &["replaces a.c", "replaces a.d"]),
        ("patch.object(a.b, 'c')", &["replaces a.b.c"]),
        ("monkeypatch.setattr(a, 'c', 1)", &["replaces a.c"]),
        ("getattr(a, 'c')", &["reads a.c"]),
        ("getattr(f(), 'c')", &["reads f().c"]),
        ("getattr(a, name)", &["reads a[*]"]),
        ("setattr(a, name, 1)", &["replaces a[*]"]),
        ("monkeypatch.delattr(a, 'c')", &["deletes a.c"]),
        ("monkeypatch.delattr('a.b')", &["deletes 'a.b'"]),
        ("del a.c", &["deletes a.c"]),
        ("attrgetter('c.d')", &["reads ?.c", "reads 'c.d'"]),
        ("import_module('a')", &["imports a"]),
        (
            "__import__('a.b', globals(), locals(), ['c'])",
            &["reads 'a.b'", "imports a.b"],
        ),
        ("__import__(f'a.{b}', globals())", &["reads 'a.*'", "imports a.*"]),
        ("__import__(b, globals())", &["imports *"]),
        ("__import__('a')", &["imports a"]),
        ("sys.modules['a']", &["loaded a"]),
        ("'a' in sys.modules", &["loaded a"]),
        ("sys.modules.get('a')", &["loaded a"]),
        (
            "patch.dict('sys.modules', {'a': 1})",
            &["loaded a", "reads 'sys.modules'"],
        ),
        ("sys.modules[__name__]", &["this"]),
        (
            "if n in sys.modules:\n    m = sys.modules[n]\nelse:\n    m = import_module(n)",
            &["imports *"],
        ),
        (
            "def f():\n    if 'a' not in sys.modules:\n        return importlib.import_module('a')\n    else:\n        return sys.modules['a']",
            &["imports a"],
        ),
        ("if n not in sys.modules: __import__(n)", &["imports *"]),
        (
            "m = sys.modules[n] if n in sys.modules else import_module(n)",
            &["imports *"],
        ),
        // One that is not there stays away, or is something else.
        ("if 'a' in sys.modules: m = sys.modules['a']", &["loaded a", "loaded a"]),
        (
            "m = sys.modules['a'] if 'a' in sys.modules else None",
            &["loaded a", "loaded a"],
        ),
        (
            "m = sys.modules['a'] if 'a' in sys.modules else import_module('b')",
            &["loaded a", "loaded a", "imports b"],
        ),
        (
            "if 'a' in sys.modules:\n    m = sys.modules['a']\nelse:\n    m = __import__('a')",
            &["loaded a", "loaded a", "imports a"],
        ),
        (
            "if 'a' in sys.modules:\n    m = sys.modules['a']\nelse:\n    n = import_module('a')",
            &["loaded a", "loaded a", "imports a"],
        ),
        ("sys.modules[__name__] = 1", &["replaces this"]),
        ("if TYPE_CHECKING:\n    getattr(a, 'c')", &[]),
    ] {
        assert_eq!(mentions(text), expected, "{text}");
    }
}

#[test]
fn names_that_are_put_together() {
    for (text, expected) in [
        ("M = 'a.b'\npatch(M + '.c')", "replaces 'a.b.c'"),
        ("M = 'a.b'\npatch('{}.c'.format(M))", "replaces 'a.b.c'"),
        ("patch('{x}.{y}'.format(x='a', y='b'))", "replaces 'a.b'"),
        ("patch('%s.%s' % ('a', 'b'))", "replaces 'a.b'"),
        ("patch('.'.join(('a', 'b')))", "replaces 'a.b'"),
        ("patch(f'{a.__name__}.b')", "replaces '<a>.b'"),
        ("def f(name): patch('a.b.' + name)", "replaces 'a.b.*'"),
        ("def f(mod): patch(f'{mod}.c')", "replaces '*.c'"),
        ("def f(target): patch(target)", "replaces '*'"),
        ("for n in ('c', 'd'): setattr(a, n, 1)", "replaces a.c"),
        ("for n, v in (('c', 1), ('d', 2)): setattr(a, n, v)", "replaces a.d"),
        ("FAKES = {'c': 1}\npatch.multiple(a, **FAKES)", "replaces a.c"),
        (
            "NAMES = ['c']\nfor n in sorted(NAMES): monkeypatch.setattr(a, n, 1)",
            "replaces a.c",
        ),
    ] {
        let found = mentions(text);
        assert!(found.iter().any(|mention| mention == expected), "{text}: {found:?}");
    }
    assert_eq!(mentions("text.replace(a, b)"), Vec::<String>::new());
    assert_eq!(mentions("get(f'https://{host}/x.y')"), Vec::<String>::new());
    assert_eq!(mentions("def f(a, b): return f'{a}{b}'"), Vec::<String>::new());
}

#[test]
fn keys_of_sys_modules() {
    for (text, expected) in [
        ("def f(name): sys.modules.pop(name)", &["loaded *"][..]),
        ("def f(name): monkeypatch.delitem(sys.modules, name)", &["loaded *"]),
        (
            "for n in list(sys.modules):\n    if n == 'a' or n.startswith('a.'):\n        del sys.modules[n]",
            &["loaded a", "loaded a.*"],
        ),
        (
            "gone = [n for n in sys.modules if n.startswith('a.')]\nfor n in gone: del sys.modules[n]",
            &["loaded a.*"],
        ),
        (
            "A = {'a': 1}\nfor n in [n for n in sys.modules if n.split('.')[0] in A]: del sys.modules[n]",
            &["loaded a", "loaded a.*"],
        ),
        (
            "for n in list(sys.modules):\n    if n not in KEEP: del sys.modules[n]",
            &["loaded *"],
        ),
    ] {
        let found: Vec<String> = mentions(text)
            .into_iter()
            .filter(|mention| mention.starts_with("loaded"))
            .collect();
        assert_eq!(found, expected, "{text}");
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
    assert_eq!(reads("exec(x, globals())"), ["exec()"]);
    assert_eq!(
        reads("def __getattr__(name): return globals()[name]"),
        Vec::<String>::new()
    );
    // The name that it is asked for is not there; another one may be.
    for served in [
        "if name in globals(): pass",
        "globals()[name] = 1",
        "return globals().setdefault(name, 1)",
        "return globals().get(name)",
    ] {
        let hook = format!("def __getattr__(name):\n    {served}");
        assert_eq!(reads(&hook), Vec::<String>::new(), "{served}");
    }
    for read in [
        "name = OLD.get(name, name); return globals()[name]",
        "for name in OLD: return globals()[name]",
        "return (lambda name: globals()[name])(OLD[name])",
        "return globals()[name] if name in OLD else __getattr__(OLD[name])",
        "return globals()[OLD[name]]",
        "return globals().get(name[2:])",
        "name = OLD[name]; return list(globals())",
        "return [globals()[name] for other in OLD for name in other if globals()[other]]",
    ] {
        let hook = format!("def __getattr__(name):\n    {read}");
        assert!(!reads(&hook).is_empty(), "{read}");
    }
    assert_eq!(reads("def __getattr__(name): return eval(OLD[name])"), ["eval()"]);
    assert_eq!(
        reads("def f(name): return globals()[name]\nclass A:\n    def __getattr__(self, name): return globals()[name]"),
        ["globals()", "globals()"]
    );
    assert_eq!(reads("x.globals()"), Vec::<String>::new());
    assert_eq!(
        reads("def f(globals): exec(x, globals); return globals['y']"),
        Vec::<String>::new()
    );
    assert_eq!(reads("{}.__dict__"), Vec::<String>::new());
    let locals = facts("def f():\n    return [locals() for _ in x]\n");
    assert!(
        locals.scopes[1].reads_locals,
        "a comprehension shares its function's frame"
    );
    assert!(!locals.scopes[0].reads_locals);
}

#[test]
fn doctests() {
    let names = |text: &str| {
        let facts = facts(text);
        let behind = facts.doctest_names_behind.into_iter().map(|(name, _)| name);
        let mut names: Vec<String> = facts.doctest_names.into_iter().chain(behind).collect();
        names.sort();
        names
    };
    assert_eq!(names("'''\n>>> f(n)\n3\n'''\n"), ["f", "n"]);
    // Without `f` the example fails before it reads the rest.
    let behind = |text: &str| -> Vec<String> {
        let behind = facts(text).doctest_names_behind.into_iter();
        behind.map(|(name, _)| name).collect()
    };
    assert_eq!(behind("'''\n>>> f(n)\n'''\n"), ["f", "n"]);
    for reads in [
        ">>> f(n)\n>>> n",
        ">>> len(n)",
        ">>> g(n)",
        ">>> f = 1\n>>> f(n)",
        ">>> for f in [1]: f(n)\n>>> f(n)",
        ">>> f: int = 1\n>>> f(n)",
        ">>> if (f := 1): pass\n>>> f(n)",
        ">>> try:\n...     import f\n... except ImportError: pass\n>>> f(n)",
        ">>> from app.other import *\n>>> f(n)",
        ">>> globals().update(f=1)\n>>> f(n)",
        ">>> exec('f = 1')\n>>> f(n)",
        ">>> def h():\n...     f(n)",
        ">>> match 1:\n...     case f: pass\n>>> f(n)",
        ">>> __file__ + n",
        ">>> _ + n",
        ">>> n + f",
        ">>> [n, f]",
        ">>> for x in f:\n...     n",
    ] {
        let text = format!("'''\n{reads}\n'''\ndef g(): pass\nn = 1\n");
        assert!(!behind(&text).contains(&"n".to_owned()), "{reads}");
    }
    assert_eq!(
        names("def g():\n    '''\n    >>> for i in n:\n    ...     f(i)\n    out\n    '''\n"),
        ["f", "n"]
    );
    assert_eq!(names("class A:\n    def g(self):\n        '''>>> n'''\n"), ["n"]);
    assert_eq!(names("x = '''>>> n'''\n"), Vec::<String>::new());
    let example = |lines: &str| names(&format!("'''\n{lines}\n'''\n"));
    for bound in [
        ">>> import n\n>>> n.f()",
        ">>> from m import o as n\n>>> n",
        ">>> n = 1\n>>> n",
        ">>> def n(a):\n...     return a\n>>> n(1)",
        ">>> with 1 as n:\n...     n",
        ">>> [n for n in ()]",
        ">>> {n: n for n in ()}",
        ">>> lambda n: n",
        ">>> x.n  # n",
        ">>> 'n'",
        ">>> 1\n... # n\nn",
    ] {
        assert!(!example(bound).contains(&"n".to_owned()), "{bound}");
    }
    for free in [
        ">>> n\n>>> import n",
        ">>> n = n + 1",
        ">>> n += 1",
        ">>> if 1:\n...     import n\n>>> n",
        ">>> def f():\n...     n = 1\n>>> n",
        ">>> [n for n in n]",
        ">>> [n for n in ()]\n>>> n",
        ">>> n is not Python",
        ">>> import n\nText.\n>>> o.p(]n",
        ">>> f(x.y, n)",
    ] {
        assert!(example(free).contains(&"n".to_owned()), "{free}");
    }
    // Each docstring has the names of the module, and not those of another.
    assert_eq!(
        names("def f():\n    '''>>> import n'''\ndef g():\n    '''>>> n'''\n"),
        ["n"]
    );
}
