//! The hook in .pre-commit-config.yaml: a new file, or an entry at the end of the list that is there, comments and all.
use super::facts::{Facts, Written};

/// The configuration of pre-commit for a project whose file holds `existing`.
pub fn pre_commit(facts: &Facts, existing: Option<&str>) -> Written {
    let Some(existing) = existing.filter(|text| !text.trim().is_empty()) else {
        return Written::New(format!("repos:\n{}", entry(facts, "  ")));
    };
    if existing
        .lines()
        .any(|line| line.trim_start().trim_start_matches("- ").trim() == "id: dormant")
    {
        return Written::Unchanged;
    }
    match inserted(facts, existing) {
        Some(text) => Written::Added(text),
        None => Written::Left(format!(
            "has no plain list of `repos:` to add to; add this by hand:\n{}",
            entry(facts, "  ")
        )),
    }
}

/// The file with the entry behind the last one of `repos:`.
fn inserted(facts: &Facts, existing: &str) -> Option<String> {
    let newline = if existing.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = existing.lines().collect();
    let start = lines.iter().position(|line| without_comment(line) == "repos:")?;
    let is_told = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    // The list ends where something begins that is neither indented nor an item.
    let is_outside = |line: &str| is_told(line) && !line.starts_with([' ', '\t', '-']);
    let length = lines[start + 1..]
        .iter()
        .position(|line| is_outside(line) || line.starts_with("---"));
    let end = length.map_or(lines.len(), |length| start + 1 + length);
    let last = (start + 1..end).rev().find(|&at| is_told(lines[at]))?;
    let first = lines[start + 1..end].iter().find(|line| is_told(line))?;
    let indent = &first[..first.len() - first.trim_start().len()];
    if !first.trim_start().starts_with("- ") {
        return None;
    }
    let mut result: Vec<String> = lines[..=last].iter().map(|line| (*line).to_owned()).collect();
    result.extend(entry(facts, indent).lines().map(str::to_owned));
    result.extend(lines[last + 1..].iter().map(|line| (*line).to_owned()));
    Some(result.join(newline) + newline)
}

fn without_comment(line: &str) -> &str {
    line.split(" #").next().unwrap_or(line).trim_end()
}

fn entry(facts: &Facts, indent: &str) -> String {
    let lines = match &facts.repository {
        Some(repository) => vec![
            format!("- repo: {repository}"),
            format!("  rev: {}", facts.rev()),
            "  hooks:".to_owned(),
            "    - id: dormant".to_owned(),
        ],
        // Runs what is installed.
        None => [
            "- repo: local",
            "  hooks:",
            "    - id: dormant",
            "      name: dormant check",
            "      entry: dormant check",
            "      language: system",
            "      types: [python]",
            "      require_serial: true",
        ]
        .map(str::to_owned)
        .to_vec(),
    };
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(existing: &str) -> String {
        let facts = Facts {
            repository: Some("https://git.example/dormant".into()),
            version: "0.1.0".into(),
            ..Facts::default()
        };
        match pre_commit(&facts, Some(existing)) {
            Written::Added(text) => {
                assert_eq!(pre_commit(&facts, Some(&text)), Written::Unchanged);
                text
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_entry_behind_the_others() {
        insta::assert_snapshot!(added("# ours\nrepos:\n  - repo: a  # first\n    rev: v1\n    hooks:\n      - id: b\n      # not yet: c\n\nci:\n  skip: [b]\n"), @"
        # ours
        repos:
          - repo: a  # first
            rev: v1
            hooks:
              - id: b
          - repo: https://git.example/dormant
            rev: v0.1.0
            hooks:
              - id: dormant
              # not yet: c

        ci:
          skip: [b]
        ");
    }

    #[test]
    fn lists_without_indent_and_files_without_a_last_line_end() {
        insta::assert_snapshot!(added("repos:  # all\n- repo: a\n  hooks: [{id: b}]"), @"
        repos:  # all
        - repo: a
          hooks: [{id: b}]
        - repo: https://git.example/dormant
          rev: v0.1.0
          hooks:
            - id: dormant
        ");
        assert!(added("repos:\r\n- repo: a\r\n").ends_with("- id: dormant\r\n"));
    }

    #[test]
    fn a_new_file_runs_what_is_installed() {
        let Written::New(text) = pre_commit(&Facts::default(), None) else {
            panic!("it is new")
        };
        insta::assert_snapshot!(text, @"
        repos:
          - repo: local
            hooks:
              - id: dormant
                name: dormant check
                entry: dormant check
                language: system
                types: [python]
                require_serial: true
        ");
    }

    #[test]
    fn other_forms_are_left() {
        for text in ["repos: []\n", "repos: [{repo: a}]\n", "ci: x\n", "repos:\n  {}\n"] {
            assert!(
                matches!(pre_commit(&Facts::default(), Some(text)), Written::Left(_)),
                "{text}"
            );
        }
    }
}
