//! What people see, at 80 columns, with and without colour.
use super::super::testing::{TEXT, blocked, finding, results, sources, visible};
use super::*;
use crate::verdict::{Strategy, Why};
use proptest::strategy::Strategy as _;
use std::path::PathBuf;

fn plain(results: &Results, text: &str, width: usize) -> String {
    let rendered = render(results, &sources(text), Style { color: false, width }, true);
    for line in rendered.lines() {
        assert!(
            line.chars().count() <= width,
            "{} columns: {line}",
            line.chars().count()
        );
    }
    rendered
}

#[test]
fn findings_and_blocked_imports_in_their_order() {
    insta::assert_snapshot!(plain(&results(), TEXT, 80), @"
    kept[base-class]: `framely.Model` is a base class of `Order` on line 5
     --> app/images.py:2:8
      |
    2 | import framely
      |        ^^^^^^^
    ...
    5 | class Order(framely.Model):
      |             ------------- needed here
      |
      = help: import app.orders later instead, or build the class inside a function

    function-local: `connect` is imported at module level but only functions use it
     --> app/images.py:3:22
      |
    3 | from dockyard import from_env as connect
      |                      ^^^^^^^^^^^^^^^^^^^
      |
      = why: dockyard is heavy: about 104 ms
      = fix: moves it into `names` and `total_size`
    ");
}

#[test]
fn blocked_imports_only_when_asked_for() {
    let rendered = render(&results(), &sources(TEXT), Style::PLAIN, false);
    assert!(
        rendered.contains("function-local") && !rendered.contains("kept"),
        "{rendered}"
    );
}

#[test]
fn with_colour() {
    let rendered = render(&results(), &sources(TEXT), Style { color: true, width: 80 }, true);
    insta::assert_snapshot!(visible(&rendered), @"
    ␛[1m␛[94mkept[base-class]␛[0m␛[1m: `framely.Model` is a base class of `Order` on line 5␛[0m
     ␛[1m␛[94m--> ␛[0mapp/images.py:2:8
      ␛[1m␛[94m|␛[0m
    ␛[1m␛[94m2␛[0m ␛[1m␛[94m|␛[0m import framely
      ␛[1m␛[94m|␛[0m        ␛[1m␛[94m^^^^^^^␛[0m
    ␛[1m␛[94m...␛[0m
    ␛[1m␛[94m5␛[0m ␛[1m␛[94m|␛[0m class Order(framely.Model):
      ␛[1m␛[94m|␛[0m             ␛[1m␛[94m-------------␛[0m ␛[1m␛[94mneeded here␛[0m
      ␛[1m␛[94m|␛[0m
      ␛[1m␛[94m= ␛[0m␛[1mhelp␛[0m: import app.orders later instead, or build the class inside a function

    ␛[1m␛[33mfunction-local␛[0m␛[1m: `connect` is imported at module level but only functions use it␛[0m
     ␛[1m␛[94m--> ␛[0mapp/images.py:3:22
      ␛[1m␛[94m|␛[0m
    ␛[1m␛[94m3␛[0m ␛[1m␛[94m|␛[0m from dockyard import from_env as connect
      ␛[1m␛[94m|␛[0m                      ␛[1m␛[33m^^^^^^^^^^^^^^^^^^^␛[0m
      ␛[1m␛[94m|␛[0m
      ␛[1m␛[94m= ␛[0m␛[1mwhy␛[0m: dockyard is heavy: about 104 ms
      ␛[1m␛[94m= ␛[0m␛[1mfix␛[0m: moves it into `names` and `total_size`
    ");
}

#[test]
fn a_long_statement_shows_only_the_lines_needed() {
    let text = "import os\nfrom dockyard import (\n    a,\n    b,\n    c,\n    d,  # why\n    e,\n    f,\n)\n";
    let statement = &text[10..text.len() - 1];
    let of = |name: &str| {
        let import = format!("from dockyard import {name}");
        let mut found = finding(
            text,
            statement,
            &format!("    {name}"),
            &import,
            &[Strategy::TypeChecking],
        );
        found.alias.start += 4;
        found.start.column += 4;
        found
    };
    let found = vec![of("d"), of("e")];
    insta::assert_snapshot!(plain(&Results { findings: found, ..Results::default() }, text, 80), @"
    type-checking: `d` and `e` are imported at run time but only annotations use
                   them
     --> app/images.py:6:5
      |
    2 | from dockyard import (
    ...
    6 |     d,  # why
      |     ^
    7 |     e,
      |     ^
      |
      = why: dockyard is heavy: about 104 ms
      = fix: moves it into `names` and `total_size`
    ");
}

#[test]
fn long_messages_are_wrapped() {
    let mut found = finding(
        TEXT,
        "import framely",
        "framely",
        "import framely",
        &[Strategy::FunctionLocal, Strategy::TypeChecking],
    );
    let chain = [
        "app.sales",
        "app.sales.reports",
        "app.sales.reports.quarterly",
        "warehouse.connections",
        "framely",
    ];
    found.why = Why::Reaches {
        chain: chain.iter().map(|name| name.to_string()).collect(),
        note: Some("about 104 ms, 312 modules (framely 1.2.3)".to_string()),
    };
    found.how = "moves it into `names`, `total_size`, `largest` and `smallest`, and under `if TYPE_CHECKING:` for the \
                 annotations of `total_size`"
        .to_string();
    insta::assert_snapshot!(plain(&Results { findings: vec![found], ..Results::default() }, TEXT, 80), @"
    function-local: `framely` is imported at module level but only functions and
                    annotations use it
     --> app/images.py:2:8
      |
    2 | import framely
      |        ^^^^^^^
      |
      = why: reaches framely through app.sales -> app.sales.reports ->
             app.sales.reports.quarterly -> warehouse.connections -> framely; about
             104 ms, 312 modules (framely 1.2.3)
      = fix: moves it into `names`, `total_size`, `largest` and `smallest`, and
             under `if TYPE_CHECKING:` for the annotations of `total_size`
    ");
}

#[test]
fn a_long_reason_to_stay_is_wrapped() {
    let mut kept = blocked(TEXT, "import framely", "framely", None);
    kept.first.text =
        "`framely` is read while the module loads, by the call of `framely.configure` in `settings` that \
                   app.start makes on line 12"
            .to_string();
    insta::assert_snapshot!(plain(&Results { blocked: vec![kept], ..Results::default() }, TEXT, 80), @"
    kept[base-class]: `framely` is read while the module loads, by the call of
                      `framely.configure` in `settings` that app.start makes on line
                      12
     --> app/images.py:2:8
      |
    2 | import framely
      |        ^^^^^^^
      |
      = help: import app.orders later instead, or build the class inside a function
    ");
}

#[test]
fn without_a_source_the_place_is_told() {
    let rendered = render(&results(), &|_| None, Style::PLAIN, false);
    insta::assert_snapshot!(rendered, @"
    function-local: `connect` is imported at module level but only functions use it
    --> app/images.py:3:22
     = why: dockyard is heavy: about 104 ms
     = fix: moves it into `names` and `total_size`
    ");
}

#[test]
fn odd_texts_do_no_harm() {
    let crlf = TEXT.replace('\n', "\r\n");
    let mut found = results();
    found.findings = vec![finding(
        &crlf,
        "import framely",
        "framely",
        "import framely",
        &[Strategy::LazyKeyword],
    )];
    found.blocked.clear();
    assert!(!render(&found, &sources(&crlf), Style::PLAIN, true).contains('\r'));
    // Spans that lie outside of the text, or within one of its letters.
    for text in ["", "ä", "import ää\nimport ää\n\u{c}"] {
        let rendered = render(&results(), &sources(text), Style::PLAIN, true);
        assert!(rendered.contains("app/images.py:3:22"), "{rendered}");
    }
    found.findings[0].path = PathBuf::from("a\u{1b}[2Jb.py");
    assert!(!render(&found, &sources(&crlf), Style::PLAIN, true).contains('\u{1b}'));
}

fn any_text() -> impl proptest::strategy::Strategy<Value = String> {
    proptest::collection::vec(
        proptest::sample::select(vec!["a", "import b", "\n", "\r", "\r\n", "\t", "漢", "e\u{301}", " "]),
        0..20,
    )
    .prop_map(|parts| parts.concat())
}

proptest::proptest! {
    #[test]
    fn nothing_panics(text in any_text(), numbers in proptest::collection::vec(0u32..40, 8), width in 0usize..100) {
        let span = |index: usize| Span::new(numbers[index], numbers[index] + numbers[index + 1] % 8);
        let mut found = results();
        for finding in &mut found.findings {
            (finding.alias, finding.statement) = (span(0), span(2));
            finding.start = Position { line: numbers[6], column: numbers[7] };
        }
        for kept in &mut found.blocked {
            (kept.alias, kept.statement) = (span(2), span(0));
            kept.first.cause = Some((span(4), "here".to_string()));
        }
        let rendered = render(&found, &sources(&text), Style { color: width % 2 == 0, width }, true);
        proptest::prop_assert!(rendered.contains("images.py"));
    }
}
