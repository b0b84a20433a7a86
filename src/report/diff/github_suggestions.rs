//! The changes as a review with suggestions: what GitHub's API takes under `/repos/OWNER/REPOSITORY/pulls/NUMBER/reviews`.
//!
//! GitHub shows each comment with a button that commits it, and a batch of them at once. Line numbers are those of the head of
//! the pull request, which is what was read.
use serde_json::{Value, json};

use super::super::words::{self, code, counted, imported_name, reason, slashed};
use super::{Suggestion, suggestions};
use crate::verdict::{Changed, Finding, Results};

/// The review, indented, with a final newline.
pub fn review(changed: &[Changed], results: &Results) -> String {
    let mut comments = Vec::new();
    let mut new = Vec::new();
    let (removed, changed): (Vec<&Changed>, Vec<&Changed>) = changed.iter().partition(|file| file.is_removed);
    for file in changed {
        let suggested = suggestions(&file.before, &file.after);
        // Nothing can be suggested about a line that is not there.
        if suggested.is_empty() && !file.after.is_empty() {
            new.push(file);
        }
        for one in &suggested {
            let about = about(results, file, one);
            comments.push(comment(file, one, &about));
        }
    }
    let review = json!({
        "body": body(comments.len(), &new) + &without(&removed),
        "event": "COMMENT",
        "comments": comments,
    });
    format!("{review:#}\n")
}

/// The files that go: no suggestion removes one.
fn without(removed: &[&Changed]) -> String {
    let told = |file: &&Changed| {
        format!(
            "\n\nRemove the file `{}`: nothing imports it any more.",
            slashed(&file.path)
        )
    };
    removed.iter().map(told).collect()
}

fn body(comments: usize, new: &[&Changed]) -> String {
    if comments == 0 && new.is_empty() {
        return "dormant: no imports to defer.".to_owned();
    }
    let (defers, together, need) = match comments {
        1 => ("defers", "", "It needs"),
        _ => (
            "defer",
            " They belong together: add all of them to one batch and commit it.",
            "They need",
        ),
    };
    let mut text = format!(
        "dormant: {} that {defers} imports.{together}",
        counted(comments, "suggestion")
    );
    for file in new {
        let fence = fence(&file.after);
        text += &format!(
            "\n\n{need} the file `{}` with this text:\n\n{fence}python\n{}{fence}\n",
            slashed(&file.path),
            with_end(&file.after)
        );
    }
    text
}

/// The findings whose statements a suggestion changes.
fn about<'a>(results: &'a Results, file: &Changed, suggestion: &Suggestion) -> Vec<&'a Finding> {
    let own = results.findings.iter().filter(|finding| finding.path == file.path);
    let line = |offset: u32| {
        let before = file.before.get(..offset as usize).unwrap_or_default();
        before.matches('\n').count() + 1
    };
    own.filter(|finding| {
        line(finding.statement.start) <= suggestion.last && suggestion.first <= line(finding.statement.end)
    })
    .collect()
}

fn comment(file: &Changed, suggestion: &Suggestion, about: &[&Finding]) -> Value {
    let told: Vec<String> = about.iter().map(|finding| told(finding)).collect();
    let lead = match told.as_slice() {
        [] => "What the deferred imports of this change need here.".to_owned(),
        [one] => one.clone(),
        many => many.iter().map(|one| format!("- {one}")).collect::<Vec<_>>().join("\n"),
    };
    let fence = fence(&suggestion.text);
    let mut comment = json!({
        "path": slashed(&file.path),
        "side": "RIGHT",
        "line": suggestion.last,
        "body": format!("{lead}\n\n{fence}suggestion\n{}{fence}\n", suggestion.text),
    });
    if suggestion.first < suggestion.last {
        comment["start_line"] = json!(suggestion.first);
        comment["start_side"] = json!("RIGHT");
    }
    comment
}

fn told(finding: &Finding) -> String {
    let title = words::title(&[imported_name(&finding.import)], finding);
    format!("**{}**: {title} ({}).", code(finding), reason(&finding.why))
}

/// More backticks than the text has in a row.
fn fence(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat((longest + 1).max(3))
}

fn with_end(text: &str) -> String {
    match text.ends_with('\n') {
        true => text.to_owned(),
        false => format!("{text}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{TEXT, changed, moved, results};
    use super::*;

    #[test]
    fn a_review() {
        let files = [
            changed("app/images.py", TEXT, &moved()),
            changed("app/_dormant.py", "", "X = '```'\n"),
        ];
        insta::assert_snapshot!(review(&files, &results()), @r#"
        {
          "body": "dormant: 2 suggestions that defer imports. They belong together: add all of them to one batch and commit it.\n\nThey need the file `app/_dormant.py` with this text:\n\n````python\nX = '```'\n````\n",
          "comments": [
            {
              "body": "**function-local**: `connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms).\n\n```suggestion\n```\n",
              "line": 3,
              "path": "app/images.py",
              "side": "RIGHT"
            },
            {
              "body": "What the deferred imports of this change need here.\n\n```suggestion\n    from dockyard import from_env as connect\n\n    return [image.name for image in connect().images]\n```\n",
              "line": 9,
              "path": "app/images.py",
              "side": "RIGHT"
            }
          ],
          "event": "COMMENT"
        }
        "#);
    }

    #[test]
    fn several_lines_have_a_first_and_a_last() {
        let files = [changed("a.py", "import a\nimport b\nc\n", "c\n")];
        let review: Value = serde_json::from_str(&review(&files, &Results::default())).unwrap();
        assert_eq!(review["body"], "dormant: 1 suggestion that defers imports.");
        let comment = &review["comments"][0];
        assert_eq!((&comment["start_line"], &comment["line"]), (&json!(1), &json!(2)));
        assert!(
            comment["body"].as_str().unwrap().ends_with("\n\n```suggestion\n```\n"),
            "{comment}"
        );
    }
}
