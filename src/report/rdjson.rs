//! reviewdog's diagnostics, which it posts as comments of a review, with the suggestions that accept one change each.
//!
//! What is suggested is the whole of what `fix` would do, cut into lines that become others, because reviewers see lines: the
//! suggestions of one run belong together. Where they need a file that is not there yet, which nothing here can make, none are
//! made, and the messages say what does it. Columns count bytes of UTF-8, as reviewdog has them.
use serde_json::{Value, json};

use super::diff::{Suggestion, suggestions};
use super::items::{Item, Kind, items};
use super::words::slashed;
use super::{Sources, places::Places, repository};
use crate::verdict::{Changed, Position, Results};

/// The result of one run, indented, with a final newline. `changed` is what `fix` would do to each file.
pub fn render(results: &Results, changed: &[Changed], sources: &Sources<'_>, show_blocked: bool) -> String {
    let items = items(results, show_blocked);
    let mut diagnostics = Vec::new();
    let mut told = vec![false; items.len()];
    let new: Vec<String> = changed
        .iter()
        .filter(|changed| changed.is_new)
        .map(|changed| slashed(&changed.path))
        .collect();
    let suggested_files = if new.is_empty() { changed } else { &[] };
    for changed in suggested_files.iter().filter(|changed| !changed.is_removed) {
        let places = Places::new(&changed.before);
        for one in suggestions(&changed.before, &changed.after) {
            let about: Vec<usize> = (0..items.len())
                .filter(|&number| items[number].path == changed.path && holds(&one, &places, &items[number]))
                .collect();
            about.iter().for_each(|&number| told[number] = true);
            let about: Vec<&Item<'_>> = about.into_iter().map(|number| &items[number]).collect();
            diagnostics.push(suggested(changed, &one, &about));
        }
    }
    let others = items.iter().zip(&told).filter(|(_, told)| !**told);
    diagnostics.extend(others.map(|(item, _)| diagnostic(item, &new, sources)));
    let mut result = json!({
        "source": { "name": "dormant" },
        "severity": "WARNING",
        "diagnostics": diagnostics,
    });
    if let Some(url) = repository() {
        result["source"]["url"] = url.into();
    }
    format!("{result:#}\n")
}

/// Whether a suggestion changes the statement of a finding.
fn holds(suggestion: &Suggestion, places: &Places<'_>, item: &Item<'_>) -> bool {
    let Some(finding) = item.finding else { return false };
    let line = |offset| places.position(offset).line as usize;
    line(finding.statement.start) <= suggestion.last && suggestion.first <= line(finding.statement.end)
}

fn suggested(changed: &Changed, suggestion: &Suggestion, about: &[&Item<'_>]) -> Value {
    let message = match about {
        [] => "What the deferred imports of this run need here: accept it together with the others".to_owned(),
        about => about.iter().map(|item| item.message()).collect::<Vec<_>>().join("\n"),
    };
    let range = json!({ "start": { "line": suggestion.first }, "end": { "line": suggestion.last } });
    let mut diagnostic = json!({
        "message": message,
        "location": { "path": slashed(&changed.path), "range": range },
        "severity": "WARNING",
        // Without columns it is about whole lines; reviewdog adds the last line end.
        "suggestions": [{ "range": range, "text": suggestion.text.strip_suffix('\n').unwrap_or(&suggestion.text) }],
    });
    if let Some(first) = about.first() {
        diagnostic["code"] = json!({ "value": first.code });
    }
    diagnostic
}

/// `new` are the files that have to be made before anything can be suggested.
fn diagnostic(item: &Item<'_>, new: &[String], sources: &Sources<'_>) -> Value {
    let mut location = json!({ "path": slashed(item.path) });
    if let Some(start) = item.start {
        let text = sources(item.path);
        let place = |position: Position| match text.as_deref().and_then(|text| byte_column(text, position)) {
            Some(column) => json!({ "line": position.line, "column": column }),
            None => json!({ "line": position.line }),
        };
        location["range"] = match item.end {
            Some(end) => json!({ "start": place(start), "end": place(end) }),
            None => json!({ "start": { "line": start.line } }),
        };
    }
    let severity = match item.kind {
        Kind::Finding | Kind::Warning => "WARNING",
        Kind::Kept => "INFO",
        Kind::Error => "ERROR",
    };
    let mut message = item.message();
    if item.finding.is_some() && !new.is_empty() {
        message += &format!(
            "; `dormant fix` does it, with the others and the new file {}, which no suggestion can make",
            new.join(", ")
        );
    }
    json!({
        "message": message,
        "location": location,
        "severity": severity,
        "code": { "value": item.code },
    })
}

/// The column of a place in bytes, counted from one.
fn byte_column(text: &str, position: Position) -> Option<usize> {
    let line = text.split('\n').nth(position.line.checked_sub(1)? as usize)?;
    let before = line.chars().take(position.column.checked_sub(1)? as usize);
    Some(before.map(char::len_utf8).sum::<usize>() + 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TEXT, changed, moved, results, sources};
    use super::*;

    #[test]
    fn suggestions_stand_where_the_lines_are() {
        let results = results();
        let changed = changed("app/images.py", TEXT, &moved());
        insta::assert_snapshot!(render(&results, &[changed], &sources(TEXT), true), @r#"
        {
          "diagnostics": [
            {
              "code": {
                "value": "function-local"
              },
              "location": {
                "path": "app/images.py",
                "range": {
                  "end": {
                    "line": 3
                  },
                  "start": {
                    "line": 3
                  }
                }
              },
              "message": "`connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms); fix: moves it into `names` and `total_size`",
              "severity": "WARNING",
              "suggestions": [
                {
                  "range": {
                    "end": {
                      "line": 3
                    },
                    "start": {
                      "line": 3
                    }
                  },
                  "text": ""
                }
              ]
            },
            {
              "location": {
                "path": "app/images.py",
                "range": {
                  "end": {
                    "line": 9
                  },
                  "start": {
                    "line": 9
                  }
                }
              },
              "message": "What the deferred imports of this run need here: accept it together with the others",
              "severity": "WARNING",
              "suggestions": [
                {
                  "range": {
                    "end": {
                      "line": 9
                    },
                    "start": {
                      "line": 9
                    }
                  },
                  "text": "    from dockyard import from_env as connect\n\n    return [image.name for image in connect().images]"
                }
              ]
            },
            {
              "code": {
                "value": "base-class"
              },
              "location": {
                "path": "app/images.py",
                "range": {
                  "end": {
                    "column": 15,
                    "line": 2
                  },
                  "start": {
                    "column": 8,
                    "line": 2
                  }
                }
              },
              "message": "`import framely` stays: `framely.Model` is a base class of `Order` on line 5; help: import app.orders later instead, or build the class inside a function",
              "severity": "INFO"
            },
            {
              "code": {
                "value": "problem"
              },
              "location": {
                "path": "app/old.py",
                "range": {
                  "start": {
                    "line": 3
                  }
                }
              },
              "message": "does not parse: expected ':', found newline",
              "severity": "ERROR"
            }
          ],
          "severity": "WARNING",
          "source": {
            "name": "dormant"
          }
        }
        "#);
    }

    #[test]
    fn what_needs_a_new_file_is_not_suggested() {
        let files = [
            changed("app/_dormant.py", "", "x = 1\n"),
            changed("app/images.py", TEXT, &moved()),
        ];
        let text = render(&results(), &files, &sources(TEXT), false);
        assert!(!text.contains("suggestions"), "{text}");
        let said =
            "; `dormant fix` does it, with the others and the new file app/_dormant.py, which no suggestion can make";
        assert_eq!(text.matches(said).count(), results().findings.len(), "{text}");
    }

    #[test]
    fn columns_are_bytes() {
        let at = |line, column| byte_column("ä漢x\nb\n", Position { line, column });
        assert_eq!(
            (at(1, 1), at(1, 2), at(1, 3), at(2, 1)),
            (Some(1), Some(3), Some(6), Some(1))
        );
        assert_eq!((at(1, 0), at(9, 1)), (None, None));
    }
}
