//! Annotations in quotes.
use super::help::{Planner, check, rewritten};
use crate::rewrite::layout::Source;
use crate::rewrite::verify::verify;
use crate::rewrite::{RewriteError, rewrite};
use crate::syntax::Span;
use crate::verdict::FilePlan;

/// What `x: annotation` becomes.
fn quoted(annotation: &str) -> Result<String, RewriteError> {
    let after = rewritten(&format!("import f\nx: {annotation} = 1\n"), |p| {
        p.defer("import f").quote(annotation.trim_matches(['(', ')']))
    })?;
    let value = after.strip_prefix("x: ").and_then(|rest| rest.strip_suffix(" = 1\n"));
    Ok(value.unwrap_or(&after).to_owned())
}

#[track_caller]
fn becomes(annotation: &str, text: &str) {
    assert_eq!(quoted(annotation), Ok(text.to_owned()), "{annotation}");
}

#[track_caller]
fn is_refused(annotation: &str) {
    let span = Span::new(12, 12 + annotation.len() as u32);
    assert_eq!(quoted(annotation), Err(RewriteError::NotFound(span)), "{annotation}");
}

#[test]
fn wherever_annotations_stand() {
    check(
        "import f\n\n\nasync def a(x: f.A, /, y: f.A = 1, *args: f.A, z: f.A, **rest: f.A) -> f.A: return x\n\n\n\
         class K:\n    x: f.A\n    y: (f.A) = 1\n\n    def g(self, x: f.A): ...\n\n\nx: f.A; y: int\nif x:\n    z: f.A\n",
        |p| p.defer("import f").type_checking().quote("f.A"),
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import f\n\n\n\
         async def a(x: \"f.A\", /, y: \"f.A\" = 1, *args: \"f.A\", z: \"f.A\", **rest: \"f.A\") -> \"f.A\": return x\n\n\n\
         class K:\n    x: \"f.A\"\n    y: (\"f.A\") = 1\n\n    def g(self, x: \"f.A\"): ...\n\n\nx: \"f.A\"; y: int\nif x:\n    z: \"f.A\"\n",
    );
}

#[test]
fn once_for_several_imports_and_next_to_other_edits() {
    check(
        "import f; x: f.A | g.B = 1\nfrom m import g\n\ndef h(y: f.A | g.B): return g\n",
        |p| {
            p.defer("import f")
                .quote("f.A | g.B")
                .defer("from m")
                .into(&["h"])
                .quote("f.A | g.B")
        },
        "x: \"f.A | g.B\" = 1\n\ndef h(y: \"f.A | g.B\"):\n    from m import g\n\n    return g\n",
    );
}

#[test]
fn the_quotes_are_those_that_the_text_does_not_hold() {
    becomes("f.A | None", "\"f.A | None\"");
    becomes("Literal['a']", "\"Literal['a']\"");
    becomes("dict[f.A, Literal[\"a\"]]", "'dict[f.A, Literal[\"a\"]]'");
    is_refused("dict[Literal['b'], Literal[\"a\"]]");
    is_refused("Literal['a\\n']");
}

#[test]
fn quotes_within_are_dropped_where_they_mean_nothing() {
    becomes("Optional[\"A\"]", "\"Optional[A]\"");
    becomes("t.Callable[[\"A | B\", 'C'], f.D]", "\"t.Callable[[A | B, C], f.D]\"");
    becomes("Annotated[list['A'], \"m\"]", "'Annotated[list[A], \"m\"]'");
    becomes("list['A' \"B\"]", "\"list[AB]\"");
    becomes("f.L['A']", "\"f.L['A']\"");
    becomes("f.A | 'B | C'", "\"f.A | 'B | C'\"");
    becomes("list['A, B']", "\"list['A, B']\"");
}

#[test]
fn lines_are_joined_unless_a_comment_is_between() {
    becomes("dict[\n    f.A,\n    'B',\n]", "\"dict[f.A, B]\"");
    becomes("tuple[\n    f.A,\n]", "\"tuple[f.A,]\"");
    becomes("(f.A\n    | f.B)", "(\"f.A | f.B\")");
    becomes("dict[f.A,\r\n     f.B]", "\"dict[f.A, f.B]\"");
    is_refused("dict[\n    f.A,  # why\n    B,\n]");
    is_refused("dict[f.A, \\\n    B]");
    is_refused("Literal['''a\nb''']");
}

#[test]
fn what_does_something_or_is_no_annotation_is_refused() {
    is_refused("list[(y := f.A)]");
    is_refused("'f.A'");
    let before = "import f\ndef g(*args: *f.A): ...\n";
    let result = rewritten(before, |p| p.defer("import f").quote("*f.A"));
    assert!(matches!(result, Err(RewriteError::NotFound(_))));
    let mut plan = Planner::new(before).defer("import f").plan;
    plan.deferrals[0].way.moved_mut().unwrap().quotes.push(Span::new(9, 12));
    assert_eq!(rewrite(before, &plan), Err(RewriteError::NotFound(Span::new(9, 12))));
}

#[test]
fn the_check_accepts_the_planned_quotes_and_no_others() {
    let before = "import f\ndef g(x: Optional['f.A'], y: f.B, z: f.B) -> int:\n    w: f.B\n";
    let mut plan: FilePlan = Planner::new(before).defer("import f").quote("Optional['f.A']").plan;
    let y = before.find("f.B").unwrap() as u32;
    plan.deferrals[0]
        .way
        .moved_mut()
        .unwrap()
        .quotes
        .push(Span::new(y, y + 3));
    let right = rewrite(before, &plan).unwrap();
    assert_eq!(
        right,
        "def g(x: \"Optional[f.A]\", y: \"f.B\", z: f.B) -> int:\n    w: f.B\n"
    );
    let source = Source::parse(before).unwrap();
    for (from, to) in [
        ("\"Optional[f.A]\"", "\"Optional[f.C]\""),
        ("\"Optional[f.A]\"", "Optional['f.A']"),
        ("\"Optional[f.A]\"", "b\"Optional[f.A]\""),
        ("\"f.B\"", "f.B"),
        ("\"f.B\"", "\"f.B | \""),
        ("z: f.B", "z: \"f.B\""),
        ("int", "\"int\""),
        ("w: f.B", "w: \"f.B\""),
        ("y: \"f.B\"", "y: \"f.B\" = 1"),
    ] {
        let tampered = right.replacen(from, to, 1);
        assert_ne!(tampered, right, "{from}");
        assert!(verify(&source, &tampered, &plan).is_err(), "{from} -> {to}");
    }
    let nested = right.replace("Optional[f.A]", "Optional['f.A']");
    assert_eq!(verify(&source, &nested, &plan), Ok(()));
}
