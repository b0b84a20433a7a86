//! Workflow commands that GitHub shows as annotations in a pull request.
//!
//! The form is GitHub's "Workflow commands for GitHub Actions": `::warning file=…,line=…,col=…,title=…::message`, one command
//! on a line, with the special characters escaped as its toolkit does.
use super::reasons::by_code;
use super::words::{self, code, imported_name, reason, slashed};
use crate::verdict::{Position, Results};

/// A warning for each finding, a notice for each import that stays where `show_blocked`, and an error or a warning for each
/// problem.
pub fn render(results: &Results, show_blocked: bool) -> String {
    let mut text = String::new();
    for finding in &results.findings {
        let title = format!("dormant ({})", code(finding));
        let headline = words::title(&[imported_name(&finding.import)], finding);
        let message = format!("{headline} ({}); fix: {}", reason(&finding.why), finding.how);
        command(
            &mut text,
            "warning",
            &slashed(&finding.path),
            Some(finding.start),
            &title,
            &message,
        );
    }
    for blocked in results.blocked.iter().filter(|_| show_blocked) {
        let title = format!("dormant (kept: {})", blocked.first.code);
        let reason = blocked.first.sentence(&blocked.path);
        let more = match by_code(blocked).as_str() {
            "" => String::new(),
            more => format!("; and {more}"),
        };
        let message = format!("{}: {reason}{more}; help: {}", blocked.import, blocked.first.help);
        command(
            &mut text,
            "notice",
            &slashed(&blocked.path),
            Some(blocked.start),
            &title,
            &message,
        );
    }
    for problem in &results.problems {
        let kind = if problem.is_error { "error" } else { "warning" };
        let start = problem.line.map(|line| Position { line, column: 0 });
        command(
            &mut text,
            kind,
            &slashed(&problem.path),
            start,
            "dormant",
            &problem.message,
        );
    }
    text
}

/// One command; a column of zero is left out.
fn command(text: &mut String, kind: &str, path: &str, start: Option<Position>, title: &str, message: &str) {
    let mut properties = vec![format!("file={}", property(path))];
    if let Some(Position { line, column }) = start {
        properties.push(format!("line={line}"));
        properties.extend((column > 0).then(|| format!("col={column}")));
    }
    properties.push(format!("title={}", property(title)));
    text.push_str(&format!("::{kind} {}::{}\n", properties.join(","), data(message)));
}

/// Escapes a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_command_for_everything() {
        insta::assert_snapshot!(render(&results(), true), @"
        ::warning file=app/images.py,line=3,col=22,title=dormant (function-local)::`connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms); fix: moves it into `names` and `total_size`
        ::notice file=app/images.py,line=2,col=8,title=dormant (kept%3A base-class)::import framely: `framely.Model` is a base class of `Order` on line 5; help: import app.orders later instead, or build the class inside a function
        ::error file=app/old.py,line=3,title=dormant::does not parse: expected ':', found newline
        ");
    }

    #[test]
    fn special_characters_are_escaped() {
        let mut found = results();
        found.blocked.clear();
        found.problems.clear();
        found.findings[0].path = PathBuf::from("a,b:c%/x.py");
        found.findings[0].how = "100%\r\n::error::".to_string();
        insta::assert_snapshot!(render(&found, true), @"::warning file=a%2Cb%3Ac%25/x.py,line=3,col=22,title=dormant (function-local)::`connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms); fix: 100%25%0D%0A::error::");
    }
}
