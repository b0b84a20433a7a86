//! What went wrong, one line each: narrative, for stderr.
use anstyle::AnsiColor;

use super::Style;
use super::words::shown;
use crate::verdict::Problem;

/// `error: path:line: message` or `warning: …` for each problem, in their order.
pub fn render(problems: &[Problem], style: Style) -> String {
    let line = |problem: &Problem| {
        let (color, kind) = if problem.is_error {
            (AnsiColor::Red, "error")
        } else {
            (AnsiColor::Yellow, "warning")
        };
        let kind = style.paint(color.on_default().bold(), kind);
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!(
            "{kind}: {}{line}: {}\n",
            shown(&problem.path.to_string_lossy()),
            bounded(&problem.message)
        )
    };
    problems.iter().map(line).collect()
}

/// The longest word that is told in full: longer than any path that a system takes.
const LONGEST_WORD: usize = 5000;

/// A message whose words are no longer than a reader can use: of a name without end its beginning is told.
pub fn bounded(text: &str) -> String {
    let mut told = String::with_capacity(text.len().min(LONGEST_WORD));
    for word in text.split_inclusive(char::is_whitespace) {
        match word.len() <= LONGEST_WORD {
            true => told += word,
            false => {
                told.extend(word.chars().take(100));
                told += &format!("... ({} characters) ", word.trim_end().chars().count());
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_without_end_are_cut() {
        assert_eq!(bounded("no  such\nname"), "no  such\nname");
        let name = "a.".repeat(20_000);
        let told = bounded(&format!("no module `{name}` here"));
        assert!(
            told.len() < 200 && told.ends_with("... (40002 characters) here"),
            "{told}"
        );
        assert!(told.starts_with("no module `a.a.a."), "{told}");
    }

    use super::super::testing::{results, visible};
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn one_line_for_each() {
        let mut problems = results().problems;
        let message = "'modl' matches no import".to_string();
        problems.push(Problem {
            path: PathBuf::from("dormant.toml"),
            line: None,
            message,
            is_error: false,
        });
        insta::assert_snapshot!(render(&problems, Style::PLAIN), @"
        error: app/old.py:3: does not parse: expected ':', found newline
        warning: dormant.toml: 'modl' matches no import
        ");
        insta::assert_snapshot!(visible(&render(&problems, Style { color: true, width: 80 })), @"
        ␛[1m␛[31merror␛[0m: app/old.py:3: does not parse: expected ':', found newline
        ␛[1m␛[33mwarning␛[0m: dormant.toml: 'modl' matches no import
        ");
    }
}
