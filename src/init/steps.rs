//! What was found in a project, and what its user does next, in words and as commands that can be copied.
use serde::Serialize;

use super::facts::Facts;

/// What `init` found in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Found {
    /// The commands that it installs.
    pub commands: Vec<String>,
    /// The modules that its commands start in.
    pub entry_points: Vec<String>,
    /// The command that runs its tests.
    pub test_command: Option<String>,
    /// The linters that it is set up for.
    pub linters: Vec<String>,
    /// The oldest Python that it runs on.
    pub requires_python: Option<String>,
    /// The interpreter of its environment.
    pub interpreter: Option<String>,
    /// Heavy packages that it imports.
    pub heavy: Vec<String>,
}

/// One thing to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// A command that can be copied; none where it is done by other means.
    pub command: Option<String>,
    /// What it is for, or what is to be done.
    pub says: String,
}

impl Step {
    fn new(command: String, says: impl Into<String>) -> Step {
        Step {
            command: Some(command),
            says: says.into(),
        }
    }

    /// On one line.
    pub fn line(&self) -> String {
        match &self.command {
            Some(command) => format!("{command}    {}", self.says),
            None => self.says.clone(),
        }
    }
}

/// What was found of what is worth telling.
pub fn found(facts: &Facts) -> Found {
    Found {
        commands: facts.commands.clone(),
        entry_points: facts.entry_points.clone(),
        test_command: facts.test_command.clone(),
        linters: facts.linters.clone(),
        requires_python: facts.python.clone(),
        interpreter: facts.interpreter.clone(),
        heavy: facts.heavy.clone(),
    }
}

impl Found {
    /// As headings and values.
    pub fn lines(&self) -> Vec<String> {
        let or_none = |words: &[String], none: &str| match words {
            [] => none.to_owned(),
            words => words.join(", "),
        };
        let one = |word: &Option<String>, none: &str| word.clone().unwrap_or_else(|| none.to_owned());
        let without = "no environment of the project; `python` in the configuration names one";
        let light = "nothing that the rules call heavy is imported; `heavy = [\"*\"]` looks at every import";
        vec![
            format!("commands: {}", or_none(&self.commands, "none is declared")),
            format!("entry points: {}", or_none(&self.entry_points, "none is declared")),
            format!("tests: {}", one(&self.test_command, "none")),
            format!("linters: {}", or_none(&self.linters, "none is set up")),
            format!("Python: {}", one(&self.interpreter, without)),
            format!("heavy: {}", or_none(&self.heavy, light)),
        ]
    }
}

/// Three steps: see, change, keep.
pub fn steps(facts: &Facts) -> [Step; 3] {
    let tests = match &facts.test_command {
        Some(command) => format!(" --tests {command:?}"),
        None => String::new(),
    };
    let command = facts.commands.first();
    let see = match command {
        Some(command) => Step::new(
            format!("dormant profile -- {command} --help"),
            "where the time goes at start",
        ),
        None => Step::new(
            "dormant check --show-blocked".to_owned(),
            "what can be deferred, and why the rest stays",
        ),
    };
    let change = match (command, &facts.forbids_inline) {
        (Some(command), _) => Step::new(
            format!("dormant optimize{tests} -- {command} --help"),
            "edits, proves and measures; `git diff` shows what it wrote",
        ),
        (None, Some(place)) => Step::new(
            "dormant fix --diff --add-noqa".to_owned(),
            format!("the edits; the suppression, because {place}"),
        ),
        (None, None) => Step::new(
            "dormant fix --diff".to_owned(),
            "the edits; without --diff they are written",
        ),
    };
    let keep = match &facts.repository {
        Some(_) => Step {
            command: None,
            says: "commit the files: the hook and the workflow keep it so".to_owned(),
        },
        None => Step::new(
            "pre-commit run dormant --all-files".to_owned(),
            "the hook keeps them deferred, wherever dormant is installed",
        ),
    };
    [see, change, keep]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            commands: vec!["app".into(), "app-admin".into()],
            entry_points: vec!["app --help".into()],
            test_command: Some("pytest -q".into()),
            linters: vec!["ruff".into()],
            ..Facts::default()
        }
    }

    #[test]
    fn the_steps_are_commands_of_this_project() {
        let steps = steps(&facts()).map(|step| step.line());
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
        let said = steps(&library).map(|step| step.line()).join("\n");
        assert!(said.contains("dormant check") && said.contains("--add-noqa"), "{said}");
        let plain = steps(&Facts::default()).map(|step| step.line()).join("\n");
        assert!(
            plain.contains("dormant fix --diff ") && !plain.contains("noqa"),
            "{plain}"
        );
    }

    #[test]
    fn what_is_not_there_is_said() {
        assert_eq!(found(&facts()).lines()[0], "commands: app, app-admin");
        assert_eq!(found(&Facts::default()).lines()[2], "tests: none");
    }
}
