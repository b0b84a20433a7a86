//! The findings as Markdown, for a pull request or the summary of a CI job.
use std::fmt::Write;

use super::items::{Item, Kind, items};
use super::words::{counted, slashed};
use crate::verdict::Results;

/// A heading that says it all, a table of the findings, and, folded away where `show_blocked`, what stays.
pub fn render(results: &Results, show_blocked: bool) -> String {
    let items = items(results, show_blocked);
    let of = |kind: Kind| items.iter().filter(move |item| item.kind == kind);
    let (found, files) = (results.findings.len(), counted(results.files, "file"));
    let mut text = match found {
        0 => format!("### No deferrable imports in {files}\n"),
        found => format!("### {} in {files}\n", counted(found, "deferrable import")),
    };
    if found > 0 {
        text.push_str("\n| Import | Where | Why it is heavy | What `dormant fix` does |\n|---|---|---|---|\n");
        of(Kind::Finding).for_each(|item| row(&mut text, item));
    }
    let kept = of(Kind::Kept).count();
    if kept > 0 {
        let _ = write!(
            text,
            "\n<details><summary>{} {}</summary>\n\n| Import | Where | Why it stays | What can be done |\n|---|---|---|---|\n",
            counted(kept, "heavy import"),
            if kept == 1 { "stays" } else { "stay" }
        );
        of(Kind::Kept).for_each(|item| row(&mut text, item));
        text.push_str("\n</details>\n");
    } else if !results.blocked.is_empty() {
        let _ = write!(
            text,
            "\n{} for a reason; `dormant check --show-blocked` tells it.\n",
            match results.blocked.len() {
                1 => "1 heavy import stays".to_owned(),
                count => format!("{count} heavy imports stay"),
            }
        );
    }
    let mut lead = "\n";
    for problem in items
        .iter()
        .filter(|item| matches!(item.kind, Kind::Error | Kind::Warning))
    {
        let kind = if problem.kind == Kind::Error {
            "Error"
        } else {
            "Warning"
        };
        let _ = writeln!(
            text,
            "{lead}- **{kind}** in {}: {}",
            place(problem),
            cell(&problem.title)
        );
        lead = "";
    }
    text
}

fn row(text: &mut String, item: &Item<'_>) {
    let _ = writeln!(
        text,
        "| {} | {} | {} | {} |",
        code(item.import),
        place(item),
        cell(&item.why),
        cell(item.remedy)
    );
}

fn place(item: &Item<'_>) -> String {
    let line = item.start.map(|start| format!(":{}", start.line)).unwrap_or_default();
    code(&format!("{}{line}", slashed(item.path)))
}

/// Text as code in a cell.
fn code(text: &str) -> String {
    let text = flat(text).replace('|', "\\|");
    // Code that holds backticks stands between more of them.
    match text.contains('`') {
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

/// Prose in a cell, in which backticks mark code.
fn cell(text: &str) -> String {
    flat(text).replace('|', "\\|").replace('<', "&lt;")
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;

    #[test]
    fn for_a_pull_request() {
        insta::assert_snapshot!(render(&results(), true), @"
        ### 1 deferrable import in 40 files

        | Import | Where | Why it is heavy | What `dormant fix` does |
        |---|---|---|---|
        | `from dockyard import from_env as connect` | `app/images.py:3` | dockyard is heavy: about 104 ms | moves it into `names` and `total_size` |

        <details><summary>1 heavy import stays</summary>

        | Import | Where | Why it stays | What can be done |
        |---|---|---|---|
        | `import framely` | `app/images.py:2` | `framely.Model` is a base class of `Order` on line 5 | import app.orders later instead, or build the class inside a function |

        </details>

        - **Error** in `app/old.py:3`: does not parse: expected ':', found newline
        ");
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        insta::assert_snapshot!(render(&results(), false), @"
        ### 1 deferrable import in 40 files

        | Import | Where | Why it is heavy | What `dormant fix` does |
        |---|---|---|---|
        | `from dockyard import from_env as connect` | `app/images.py:3` | dockyard is heavy: about 104 ms | moves it into `names` and `total_size` |

        1 heavy import stays for a reason; `dormant check --show-blocked` tells it.

        - **Error** in `app/old.py:3`: does not parse: expected ':', found newline
        ");
        insta::assert_snapshot!(render(&Results::default(), false), @"### No deferrable imports in 0 files");
    }

    #[test]
    fn nothing_breaks_the_table() {
        let mut found = results();
        found.findings[0].how = "a | b\nc <script>".to_owned();
        found.findings[0].path = "a`b|c.py".into();
        let text = render(&found, false);
        assert!(
            text.contains("| `` a`b\\|c.py:3 `` |") && text.contains("a \\| b c &lt;script>"),
            "{text}"
        );
    }
}
