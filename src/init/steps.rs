//! What was found in a project, and what its user does next, in words and as commands that can be copied.
use super::facts::Facts;

/// What `init` found, as headings and values.
pub fn found(facts: &Facts) -> Vec<(&'static str, String)> {
    let or_none = |words: &[String], none: &str| {
        if words.is_empty() {
            none.to_owned()
        } else {
            words.join(", ")
        }
    };
    let one = |word: &Option<String>, none: &str| word.clone().unwrap_or_else(|| none.to_owned());
    vec![
        ("commands", or_none(&facts.commands, "none is declared")),
        ("entry points", or_none(&facts.entry_points, "none is declared")),
        ("tests", one(&facts.test_command, "none")),
        ("linters", or_none(&facts.linters, "none is set up")),
        (
            "Python",
            one(
                &facts.interpreter,
                "no environment of the project; `--python` names one",
            ),
        ),
        (
            "heavy",
            or_none(&facts.heavy, "nothing that is known to be heavy is imported"),
        ),
    ]
}

/// Three steps: see, change, keep.
pub fn steps(facts: &Facts) -> Vec<String> {
    let tests = match &facts.test_command {
        Some(command) => format!(" --tests {command:?}"),
        None => String::new(),
    };
    let command = facts.commands.first();
    let see = match command {
        Some(command) => format!("dormant profile -- {command} --help    where the time goes at start"),
        None => "dormant check --show-blocked    what can be deferred, and why the rest stays".to_owned(),
    };
    let change = match (command, &facts.forbids_inline) {
        (Some(command), _) => {
            format!(
                "dormant optimize{tests} -- {command} --help    edits, proves and measures; `git diff` shows what it wrote"
            )
        }
        (None, Some(place)) => {
            format!("dormant fix --diff --add-noqa    the edits; the suppression, because {place}")
        }
        (None, None) => "dormant fix --diff    the edits; without --diff they are written".to_owned(),
    };
    let keep = match &facts.repository {
        Some(_) => "commit the files: the hook and the workflow keep it so",
        None => "pre-commit run dormant --all-files    the hook keeps it so, wherever dormant is installed",
    };
    vec![see, change, keep.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            commands: vec!["app".into(), "app-admin".into()],
            entry_points: vec!["app.cli".into()],
            test_command: Some("pytest -q".into()),
            linters: vec!["ruff".into()],
            ..Facts::default()
        }
    }

    #[test]
    fn the_steps_are_commands_of_this_project() {
        let steps = steps(&facts());
        assert_eq!(steps.len(), 3);
        assert!(steps[0].starts_with("dormant profile -- app --help"), "{steps:?}");
        assert!(
            steps[1].starts_with("dormant optimize --tests \"pytest -q\" -- app --help"),
            "{steps:?}"
        );
    }

    #[test]
    fn without_a_command_the_files_are_looked_at() {
        let library = Facts {
            forbids_inline: Some("ruff's select has \"PLC\" in ruff.toml".into()),
            ..Facts::default()
        };
        let said = steps(&library).join("\n");
        assert!(said.contains("dormant check") && said.contains("--add-noqa"), "{said}");
        let plain = steps(&Facts::default()).join("\n");
        assert!(
            plain.contains("dormant fix --diff ") && !plain.contains("noqa"),
            "{plain}"
        );
    }

    #[test]
    fn what_is_not_there_is_said() {
        let said: Vec<(&str, String)> = found(&facts());
        assert_eq!(said[0], ("commands", "app, app-admin".to_owned()));
        assert_eq!(found(&Facts::default())[2], ("tests", "none".to_owned()));
    }
}
