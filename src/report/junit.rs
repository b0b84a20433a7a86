//! JUnit's XML, which every CI system shows: a suite for each file with something to tell, a failing test for each finding, a
//! skipped one for each import that stays, an error for each file that could not be read.
use std::fmt::Write;

use super::items::{Item, Kind, items};
use super::words::slashed;
use crate::verdict::Results;

/// The document; where there is nothing to tell, one test that passes.
pub fn render(results: &Results, show_blocked: bool) -> String {
    let mut items = items(results, show_blocked);
    items.sort_by_key(|item| item.path);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let totals = Totals::of(&items);
    let _ = writeln!(
        text,
        "<testsuites name=\"dormant\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        totals.tests.max(1),
        totals.failures,
        totals.errors
    );
    for of_one_file in items.chunk_by(|left, right| left.path == right.path) {
        suite(&mut text, of_one_file);
    }
    if items.is_empty() {
        text.push_str("  <testsuite name=\"dormant\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" package=\"dormant\">\n");
        text.push_str("    <testcase name=\"no deferrable imports\" classname=\"dormant\"/>\n  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

#[derive(Default)]
struct Totals {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Totals {
    fn of(items: &[Item<'_>]) -> Totals {
        let count = |kind: Kind| items.iter().filter(|item| item.kind == kind).count();
        Totals {
            tests: items.len(),
            failures: count(Kind::Finding),
            errors: count(Kind::Error),
            skipped: count(Kind::Kept),
        }
    }
}

fn suite(text: &mut String, items: &[Item<'_>]) {
    let path = items.first().map(|item| slashed(item.path)).unwrap_or_default();
    let totals = Totals::of(items);
    let _ = writeln!(
        text,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" package=\"dormant\">",
        escaped(&path),
        totals.tests,
        totals.failures,
        totals.errors,
        totals.skipped
    );
    for item in items {
        case(text, &path, item);
    }
    text.push_str("  </testsuite>\n");
}

fn case(text: &mut String, path: &str, item: &Item<'_>) {
    let line = item.start.map(|start| format!(":{}", start.line)).unwrap_or_default();
    let what = if item.import.is_empty() { item.code } else { item.import };
    let class = path.trim_end_matches(".py").replace('/', ".");
    let _ = writeln!(
        text,
        "    <testcase name=\"{}\" classname=\"{}\">",
        escaped(&format!("{what} ({path}{line})")),
        escaped(&class)
    );
    let body = escaped(&format!("{path}{line}: {}", item.message()));
    let (message, code) = (escaped(&item.title), escaped(item.code));
    let _ = match item.kind {
        Kind::Finding => writeln!(
            text,
            "      <failure message=\"{message}\" type=\"{code}\">{body}</failure>"
        ),
        Kind::Error => writeln!(
            text,
            "      <error message=\"{message}\" type=\"{code}\">{body}</error>"
        ),
        Kind::Kept => writeln!(text, "      <skipped message=\"{}\"/>", escaped(&item.message())),
        Kind::Warning => writeln!(text, "      <system-err>{body}</system-err>"),
    };
    text.push_str("    </testcase>\n");
}

/// Text for XML; what XML cannot hold becomes the mark for what cannot be shown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;

    #[test]
    fn a_suite_for_each_file() {
        insta::assert_snapshot!(render(&results(), true), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="dormant" tests="3" failures="1" errors="1">
          <testsuite name="app/images.py" tests="2" failures="1" errors="0" skipped="1" package="dormant">
            <testcase name="import framely (app/images.py:2)" classname="app.images">
              <skipped message="`import framely` stays: `framely.Model` is a base class of `Order` on line 5; help: import app.orders later instead, or build the class inside a function"/>
            </testcase>
            <testcase name="from dockyard import from_env as connect (app/images.py:3)" classname="app.images">
              <failure message="`connect` is imported at module level but only functions use it" type="function-local">app/images.py:3: `connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms); fix: moves it into `names` and `total_size`</failure>
            </testcase>
          </testsuite>
          <testsuite name="app/old.py" tests="1" failures="0" errors="1" skipped="0" package="dormant">
            <testcase name="problem (app/old.py:3)" classname="app.old">
              <error message="does not parse: expected ':', found newline" type="problem">app/old.py:3: does not parse: expected ':', found newline</error>
            </testcase>
          </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn nothing_to_tell_passes() {
        insta::assert_snapshot!(render(&Results::default(), true), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="dormant" tests="1" failures="0" errors="0">
          <testsuite name="dormant" tests="1" failures="0" errors="0" skipped="0" package="dormant">
            <testcase name="no deferrable imports" classname="dormant"/>
          </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn what_xml_cannot_hold_is_marked() {
        let mut found = results();
        found.problems[0].message = "a\u{1b}[31m <b> \"c\" & d\u{0}".to_owned();
        let text = render(&found, false);
        assert!(
            text.contains("a\u{fffd}[31m &lt;b&gt; &quot;c&quot; &amp; d\u{fffd}"),
            "{text}"
        );
        assert!(roxmltree::Document::parse(&text).is_ok(), "{text}");
    }
}
