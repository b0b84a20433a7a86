//! What the check of a rewrite lets through, and what it refuses.
use super::help::{Planner, rewritten};
use crate::rewrite::RewriteError;
use crate::rewrite::layout::Source;
use crate::rewrite::rewrite;
use crate::rewrite::verify::verify;
use crate::syntax::Span;
use crate::verdict::{Deferral, DeferredAttempt, FilePlan, Way};

const BEFORE: &str =
    "import d\nX = 1\n\n\ndef f():\n    \"\"\"Doc.\"\"\"\n    return d  # c\n\n\ndef g():\n    return d\n";

/// What `verify` says when the import of `BEFORE` is deferred into `f`, and the text becomes `after`.
fn said(after: &str) -> Result<(), RewriteError> {
    let planner = Planner::new(BEFORE).defer("import d").into(&["f"]);
    verify(&Source::parse(BEFORE).unwrap(), after, &planner.plan)
}

fn right() -> String {
    rewritten(BEFORE, |p| p.defer("import d").into(&["f"])).unwrap()
}

#[test]
fn the_intended_change_passes() {
    assert_eq!(said(&right()), Ok(()));
}

#[test]
fn every_other_change_is_refused() {
    let import = "    import d\n\n";
    for (from, to) in [
        ("X = 1", "X = 2"),
        ("X = 1", "X = 1\nimport d"),
        ("X = 1", "X = 1\nY = 1"),
        ("X = 1\n", ""),
        ("return d  # c", "return d"),
        ("\"\"\"Doc.\"\"\"", "\"\"\"Dog.\"\"\""),
        (
            "    \"\"\"Doc.\"\"\"\n    import d\n",
            "    import d\n    \"\"\"Doc.\"\"\"\n",
        ),
        (import, ""),
        (import, "    import e\n\n"),
        (import, "    import d as e\n\n"),
        (import, "    lazy import d\n\n"),
        (import, "    import d\n    import os\n\n"),
        ("def f()", "def f(x)"),
        ("def g():\n", "def g():\n    import d\n\n"),
        ("X = 1", "def h(): pass\nX = 1"),
        ("X = 1", "TYPE_CHECKING = False\nX = 1"),
        ("X = 1", "if X: X = 1"),
        ("return d", "return (d"),
    ] {
        let tampered = right().replacen(from, to, 1);
        assert_ne!(tampered, right(), "{from}");
        assert!(
            matches!(said(&tampered), Err(RewriteError::Changed(_))),
            "{from} -> {to}"
        );
    }
}

#[test]
fn the_import_must_come_before_the_statements() {
    let late = right().replace(
        "    import d\n\n    return d  # c\n",
        "    X\n    import d\n    return d  # c\n",
    );
    assert!(said(&late).is_err());
}

#[test]
fn a_string_does_not_become_a_docstring() {
    let before = "# head\nimport d\n\n# about it\n\"text\"\nX = 1\n";
    let right = rewritten(before, |p| p.defer("import d")).unwrap();
    assert_eq!(right, "# head\n\n# about it\npass\n\"text\"\nX = 1\n");
    let planner = Planner::new(before).defer("import d");
    let said = |after: &str| verify(&Source::parse(before).unwrap(), after, &planner.plan);
    assert_eq!(said(&right), Ok(()));
    assert!(said(&right.replace("pass\n", "")).is_err());
    assert!(said(&right.replace("pass\n", "None\n")).is_err());
    assert!(said(&right.replace("\"text\"\n", "")).is_err());
}

#[test]
fn tampered_blocks_are_refused() {
    let before = "from a import b\nimport c\nX = 1\n";
    let planner = Planner::new(before)
        .defer("from a")
        .getattr()
        .defer("import c")
        .type_checking();
    let right = rewrite(before, &planner.plan).unwrap();
    let source = Source::parse(before).unwrap();
    assert_eq!(verify(&source, &right, &planner.plan), Ok(()));
    for (from, to) in [
        ("    import c\n", ""),
        ("    import c\n", "    import c\n    import d\n"),
        ("    import c\n", "    import c\n    print()\n"),
        ("TYPE_CHECKING = False\n", ""),
        ("TYPE_CHECKING = False\n", "TYPE_CHECKING = True\n"),
        ("name == \"b\"", "name == \"x\""),
        ("name == \"b\"", "name != \"b\""),
        (
            "            from a import b as value",
            "            from a import x as value",
        ),
        ("            from a import b as value", "            from a import b"),
        ("            from a import b as value", "            import b as value"),
        ("raise AttributeError", "raise KeyError"),
        ("setdefault(name, value)", "setdefault(value, name)"),
        ("setdefault(name, value)", "get(name, value)"),
        ("{*globals(), \"b\"}", "{*globals()}"),
        ("def __getattr__(name)", "def __getattr__(name, x)"),
        ("    def __dir__", "    x = 1\n\n    def __dir__"),
    ] {
        let tampered = right.replacen(from, to, 1);
        assert_ne!(tampered, right, "{from}");
        assert!(
            matches!(verify(&source, &tampered, &planner.plan), Err(RewriteError::Changed(_))),
            "{from} -> {to}"
        );
    }
}

#[test]
fn a_tampered_assignment_for_checkers_is_refused() {
    let before = "from a import b\n\ndef f():\n    return b\n";
    let style = crate::verdict::ImportStyle {
        marks: crate::verdict::Marks::Assign,
        names_messages: true,
        ..crate::verdict::ImportStyle::default()
    };
    let planner = Planner::new(before).style(style).defer("from a").into(&["f"]).getattr();
    let right = rewrite(before, &planner.plan).unwrap();
    let source = Source::parse(before).unwrap();
    assert_eq!(verify(&source, &right, &planner.plan), Ok(()));
    for (from, to) in [
        ("    b = _b\n", "    b = _c\n"),
        ("    b = _b\n", ""),
        ("    b = _b\n", "    b = _b\n    b = _b\n"),
        ("    b = _b\n", "    c = _c\n"),
        ("import b as _b", "import c as _b"),
        ("msg = f", "b = f"),
        ("raise AttributeError(msg)", "raise AttributeError(name)"),
        ("raise AttributeError(msg)", "raise KeyError(msg)"),
    ] {
        let tampered = right.replacen(from, to, 1);
        assert_ne!(tampered, right, "{from}");
        assert!(verify(&source, &tampered, &planner.plan).is_err(), "{from} -> {to}");
    }
}

#[test]
fn tampered_lines_in_a_getattr_that_is_there_are_refused() {
    let before =
        "from a import b\n\ndef __getattr__(name):\n    if name == 'x':\n        return 1\n    raise AttributeError\n";
    let planner = Planner::new(before).defer("from a").getattr();
    let right = rewrite(before, &planner.plan).unwrap();
    let source = Source::parse(before).unwrap();
    assert_eq!(verify(&source, &right, &planner.plan), Ok(()));
    for (from, to) in [
        ("name == \"b\"", "name == \"c\""),
        ("name == \"b\"", "name != \"b\""),
        ("        from a import b\n", "        from c import b\n"),
        (
            "        from a import b\n",
            "        from a import b\n        print()\n",
        ),
        ("setdefault(name, b)", "setdefault(name, name)"),
        ("return globals()", "globals()"),
        ("    if name == 'x':\n        return 1\n", ""),
        ("        return 1\n", "        return 2\n"),
        (
            "    if name == 'x'",
            "    if name == \"b\":\n        return 1\n    if name == 'x'",
        ),
        ("{*globals(), \"b\"}", "{*globals()}"),
    ] {
        let tampered = right.replacen(from, to, 1);
        assert_ne!(tampered, right, "{from}");
        assert!(verify(&source, &tampered, &planner.plan).is_err(), "{from} -> {to}");
    }
}

#[test]
fn a_tampered_try_is_refused() {
    let before =
        "import c\ntry:\n    import b\n    HAS = 1\nexcept ImportError:\n    HAS = 0\n\ndef f():\n    return HAS\n";
    let mut plan = Planner::new(before).plan;
    let start = before.find("try").unwrap() as u32;
    let statement = Span::new(start, before.find("\n\ndef").unwrap() as u32);
    let attempt = DeferredAttempt {
        statement,
        names: vec![("HAS".to_owned(), true), ("b".to_owned(), false)],
        functions: vec![(before.find("f()").unwrap() as u32, vec!["HAS".to_owned()])],
        ..DeferredAttempt::default()
    };
    let import = before.find("import b").unwrap() as u32;
    plan.deferrals = vec![Deferral {
        statement: Span::new(import, import + 8),
        alias: Span::new(import + 7, import + 8),
        way: Way::Attempt(attempt.clone()),
    }];
    let right = rewrite(before, &plan).unwrap();
    plan.deferrals.clear();
    plan.attempts = vec![attempt];
    let source = Source::parse(before).unwrap();
    assert_eq!(verify(&source, &right, &plan), Ok(()));
    for (from, to) in [
        (
            "            try:\n                import b\n",
            "            try:\n                import c\n",
        ),
        (
            "    try:\n        import b\n        HAS = 1\n    except ImportError:\n        HAS = 0\n",
            "    import b\n",
        ),
        ("in (\"HAS\", \"b\")", "in (\"HAS\",)"),
        ("in (\"HAS\", \"b\")", "not in (\"HAS\", \"b\")"),
        ("global HAS, b\n", "global HAS\n"),
        ("before = dict(globals())", "before = {}"),
        ("before.keys() & {\"HAS\", \"b\"}", "before.keys() & {\"HAS\"}"),
        ("if name not in globals()", "if name in globals()"),
        ("value = globals()[name]", "value = name"),
        ("        __getattr__(\"HAS\")\n", ""),
        ("{*globals(), \"HAS\"}", "{*globals(), \"HAS\", \"b\"}"),
        ("    from app.images import HAS\n", ""),
        ("    from app.images import HAS\n", "    from app.images import b\n"),
        ("def f", "try:\n    import b\nexcept ImportError:\n    pass\n\ndef f"),
    ] {
        let tampered = right.replacen(from, to, 1);
        assert_ne!(tampered, right, "{from}\n{right}");
        assert!(verify(&source, &tampered, &plan).is_err(), "{from} -> {to}\n{tampered}");
    }
}

#[test]
fn a_plan_that_does_not_fit_is_refused() {
    let planner = Planner::new(BEFORE).defer("import d").into(&["f"]);
    let plan = planner.plan.clone();
    assert!(matches!(rewrite("X = 1\n", &plan), Err(RewriteError::NotFound(_))));
    let mut moved = plan.clone();
    moved.deferrals[0].way.moved_mut().unwrap().insertions[0].at += 1;
    assert!(matches!(rewrite(BEFORE, &moved), Err(RewriteError::NotFound(_))));
    let mut twice = plan.clone();
    twice.deferrals.push(plan.deferrals[0].clone());
    assert!(matches!(rewrite(BEFORE, &twice), Err(RewriteError::Overlap(_))));
    assert_eq!(rewrite("x = (", &FilePlan::default()), Ok("x = (".to_owned()));
    assert!(matches!(
        rewrite("x = (", &plan),
        Err(RewriteError::Parse { line: 1, .. })
    ));
}

#[test]
fn only_planned_names_join_an_import() {
    let before = "from m import b\ndef f():\n    from m import c, a\n    X = 1\n    return b\n";
    let planner = Planner::new(before).defer("from m import b").into(&["f"]);
    let right = rewrite(before, &planner.plan).unwrap();
    assert_eq!(right, "def f():\n    from m import b, c, a\n    X = 1\n    return b\n");
    let source = Source::parse(before).unwrap();
    for (from, to) in [
        ("import b, c, a", "import c, a"),
        ("import b, c, a", "import b, a"),
        ("import b, c, a", "import b, a, c"),
        ("import b, c, a", "import b, b, c, a"),
        ("import b, c, a", "import b, c, a, d"),
        ("import b, c, a", "import b as d, c, a"),
        ("from m import b", "from n import b"),
        (
            "from m import b, c, a\n",
            "from m import c, a\n    from m import b, b\n    b\n",
        ),
    ] {
        let tampered = right.replacen(from, to, 1);
        assert_ne!(tampered, right, "{from}");
        assert!(
            verify(&source, &tampered, &planner.plan).is_err(),
            "{from} -> {to}\n{tampered}"
        );
    }
}
