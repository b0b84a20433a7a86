//! GitLab's code quality report: what its merge requests show beside the changed lines.
use serde_json::{Value, json};

use super::identity::Fingerprints;
use super::items::{Item, Kind, items};
use super::words::slashed;
use crate::verdict::Results;

/// A list of issues, indented, with a final newline; what stays is part of it where `show_blocked`.
pub fn render(results: &Results, show_blocked: bool) -> String {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Value> = items(results, show_blocked)
        .iter()
        .map(|item| issue(item, &mut fingerprints))
        .collect();
    format!("{:#}\n", Value::from(issues))
}

fn issue(item: &Item<'_>, fingerprints: &mut Fingerprints) -> Value {
    // GitLab takes paths from the root of the repository, without `./`.
    let path = slashed(item.path);
    let path = path.trim_start_matches("./");
    let line = item.start.map_or(1, |start| start.line);
    let what = if item.import.is_empty() {
        item.title.as_str()
    } else {
        item.import
    };
    json!({
        "description": item.message(),
        "check_name": item.code,
        "fingerprint": fingerprints.of(&[path, item.code, what]),
        "severity": severity(item.kind),
        "location": {
            "path": path,
            "lines": { "begin": line, "end": item.end.map_or(line, |end| end.line) },
        },
    })
}

fn severity(kind: Kind) -> &'static str {
    match kind {
        Kind::Finding | Kind::Warning => "minor",
        Kind::Kept => "info",
        Kind::Error => "major",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;

    #[test]
    fn an_issue_for_everything() {
        insta::assert_snapshot!(render(&results(), true), @r#"
        [
          {
            "check_name": "base-class",
            "description": "`import framely` stays: `framely.Model` is a base class of `Order` on line 5; help: import app.orders later instead, or build the class inside a function",
            "fingerprint": "b04257313b7589d686537b1e432f57f5",
            "location": {
              "lines": {
                "begin": 2,
                "end": 2
              },
              "path": "app/images.py"
            },
            "severity": "info"
          },
          {
            "check_name": "function-local",
            "description": "`connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms); fix: moves it into `names` and `total_size`",
            "fingerprint": "c7b8362651e109537769cbd86ece0639",
            "location": {
              "lines": {
                "begin": 3,
                "end": 3
              },
              "path": "app/images.py"
            },
            "severity": "minor"
          },
          {
            "check_name": "problem",
            "description": "does not parse: expected ':', found newline",
            "fingerprint": "3e2de577f19e397db96f83cf93c2de93",
            "location": {
              "lines": {
                "begin": 3,
                "end": 3
              },
              "path": "app/old.py"
            },
            "severity": "major"
          }
        ]
        "#);
        assert_eq!(render(&Results::default(), true), "[]\n");
    }

    #[test]
    fn issues_that_are_alike_have_different_fingerprints() {
        let mut found = results();
        found.findings.push(found.findings[0].clone());
        let issues: Value = serde_json::from_str(&render(&found, false)).unwrap();
        assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
        found.findings[0].start.line += 7;
        let moved: Value = serde_json::from_str(&render(&found, false)).unwrap();
        assert_eq!(issues[0]["fingerprint"], moved[0]["fingerprint"]);
    }
}
