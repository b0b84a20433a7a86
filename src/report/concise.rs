//! One line for each import: for eyes that skim and for editors that parse `path:line:column: message`.
use std::path::Path;

use anstyle::AnsiColor;

use super::Style;
use super::reasons::by_code;
use super::words::{code, short_reason, shown};
use crate::verdict::{Position, Results};

/// Every finding, and where `show_blocked` the imports that stay, in the order of path and place.
pub fn render(results: &Results, style: Style, show_blocked: bool) -> String {
    let findings = results.findings.iter().map(|finding| {
        let code = style.paint(AnsiColor::Yellow.on_default().bold(), code(finding));
        let line = format!("{code} {} ({})", finding.import, short_reason(&finding.why));
        (finding.path.as_path(), finding.start, line)
    });
    let blocked = results.blocked.iter().filter(|_| show_blocked).map(|blocked| {
        let code = format!("kept[{}]", blocked.first.code);
        let code = style.paint(AnsiColor::Blue.on_default().bold(), &code);
        let more = match by_code(blocked).as_str() {
            "" => String::new(),
            more => format!("; and {more}"),
        };
        let reason = blocked.first.sentence(&blocked.path);
        (
            blocked.path.as_path(),
            blocked.start,
            format!("{code} {} ({reason}{more})", blocked.import),
        )
    });
    let mut lines: Vec<(&Path, Position, String)> = findings.chain(blocked).collect();
    lines.sort_by_key(|(path, start, _)| (*path, *start));
    let place = |path: &Path, start: Position| {
        let path = style.paint(anstyle::Style::new().bold(), &shown(&path.to_string_lossy()));
        format!("{path}:{}:{}", start.line, start.column)
    };
    lines
        .into_iter()
        .map(|(path, start, line)| format!("{}: {line}\n", place(path, start)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{results, visible};
    use super::*;

    #[test]
    fn one_line_for_each_import() {
        insta::assert_snapshot!(render(&results(), Style::PLAIN, true), @"
        app/images.py:2:8: kept[base-class] import framely (`framely.Model` is a base class of `Order` on line 5)
        app/images.py:3:22: function-local from dockyard import from_env as connect (dockyard is heavy: about 104 ms)
        ");
        assert_eq!(render(&results(), Style::PLAIN, false).lines().count(), 1);
        assert_eq!(render(&Results::default(), Style::PLAIN, true), "");
    }

    #[test]
    fn with_colour() {
        let rendered = render(&results(), Style { color: true, width: 80 }, true);
        insta::assert_snapshot!(visible(&rendered), @"
        ␛[1mapp/images.py␛[0m:2:8: ␛[1m␛[34mkept[base-class]␛[0m import framely (`framely.Model` is a base class of `Order` on line 5)
        ␛[1mapp/images.py␛[0m:3:22: ␛[1m␛[33mfunction-local␛[0m from dockyard import from_env as connect (dockyard is heavy: about 104 ms)
        ");
    }
}
