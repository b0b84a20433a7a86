//! Whether what the user wants to be run can be: a check that never ran proves nothing, and is an error before any long work.
use std::path::Path;

use super::checks::Checks;
use super::commands::Output;
use super::marked::Marked;
use super::run::{Place, Unable};
use super::suite::Outcomes;
use super::types::Said;
use crate::process::Ending;

/// Fails where there is nothing to look at: no module, no command, no tests.
///
/// # Errors
/// In one sentence.
pub fn looks_at_something(checks: &Checks) -> Result<(), Unable> {
    let runs_nothing = checks.commands.is_empty() && checks.tests.is_none() && checks.type_checker.is_none();
    if runs_nothing && checks.importable().is_empty() {
        return Err(Unable::Other(
            "nothing would be looked at: there is no package here, and no module that the project's description names; name what \
             runs the program with --command or --tests"
                .to_owned(),
        ));
    }
    Ok(())
}

/// Fails where the program of some command cannot be found.
///
/// # Errors
/// The first such command, by its flag.
pub fn can_start(checks: &Checks, tree: &Path) -> Result<(), Unable> {
    let lines = checks.commands.iter().map(|line| ("--command", line));
    let lines = lines.chain(checks.type_checker.iter().map(|line| ("--type-checker", line)));
    for (flag, line) in lines.chain(checks.tests.iter().map(|line| ("--tests", line))) {
        let Some(program) = program(Marked::of(line).line) else {
            continue;
        };
        if !is_found(&checks.place, &program, tree)? {
            return Err(Unable::Other(format!(
                "`{line}` ({flag}) cannot be started: there is no command `{program}`"
            )));
        }
    }
    Ok(())
}

/// The first word of a line that is a program's name beyond doubt: the rest is the shell's affair.
fn program(line: &str) -> Option<String> {
    let is_variable = |word: &String| {
        word.split_once('=')
            .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_'))
    };
    let word = shlex::split(line)?.into_iter().find(|word| !is_variable(word))?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '~');
    (word.chars().all(is_plain) && !word.starts_with('~')).then_some(word)
}

#[cfg(not(windows))]
fn is_found(place: &Place, program: &str, tree: &Path) -> Result<bool, Unable> {
    let done = place.run_line(&format!("command -v -- {program}"), tree).run()?;
    Ok(done.ending.is_success())
}

/// The shell there has no way to ask.
#[cfg(windows)]
fn is_found(_place: &Place, _program: &str, _tree: &Path) -> Result<bool, Unable> {
    Ok(true)
}

/// Fails where a command did not run at all: what the shell says with 126 and 127, a signal, or no time left.
///
/// # Errors
/// In one sentence.
pub(super) fn has_run(line: &str, ending: Ending, said: &str) -> Result<(), Unable> {
    match ending {
        Ending::Exit(126 | 127) => Err(failed(line, &format!("it cannot be started: {ending}: {}", last(said)))),
        Ending::Signal(_) | Ending::TimedOut => Err(failed(line, &ending.to_string())),
        Ending::Exit(_) => Ok(()),
    }
}

fn last(text: &str) -> &str {
    text.lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim()
}

/// Fails where a command of the original fails, which may come of anything: a program that is not the one that was meant, an
/// argument that is misspelt. Where it is to fail, nothing is shown by one that does not.
///
/// # Errors
/// In one sentence.
pub(super) fn is_command_sound(line: &str, output: &Output) -> Result<(), Unable> {
    has_run(line, output.ending, &output.stderr)?;
    let is_to_fail = Marked::of(line).is_to_fail;
    match (is_to_fail, output.ending.is_success()) {
        (false, true) | (true, false) => Ok(()),
        (false, false) => {
            let last = last(&output.stderr);
            let said = if last.is_empty() {
                String::new()
            } else {
                format!(": {last}")
            };
            let advice = format!("where it is to fail, write `! {line}`");
            Err(failed(line, &format!("{}{said}; {advice}", output.ending)))
        }
        (true, true) => Err(Unable::Other(format!(
            "`{line}` proves nothing: `!` says that it fails, and it ends with exit status 0"
        ))),
    }
}

/// Fails where the tests of the original show nothing: none was run, or none passes.
///
/// # Errors
/// In one sentence.
pub(super) fn is_suite_sound(line: &str, outcomes: &Outcomes) -> Result<(), Unable> {
    has_run(line, outcomes.ending, &outcomes.tail)?;
    let tally = outcomes.tally();
    if outcomes.tests.is_empty() {
        let has_run_none = outcomes.is_listed || outcomes.count == Some(0);
        let why = match (outcomes.is_success, has_run_none, outcomes.count) {
            (true, false, Some(_)) => return Ok(()),
            (_, true, _) => "it runs no test".to_owned(),
            (false, false, _) => format!("{}: {}", outcomes.ending, outcomes.tail),
            (true, false, None) => {
                return Err(Unable::Other(format!(
                    "`{line}` (--tests) proves nothing: it says of no test that it was run, in the words of pytest or unittest; \
                     where its output and exit status are to count, name it with --command"
                )));
            }
        };
        return Err(failed(line, &why));
    }
    if !outcomes.tests.is_empty() && tally.passed == 0 {
        return Err(failed(
            line,
            &format!("no test passes: {} ({})", tally.words(), outcomes.tail),
        ));
    }
    Ok(())
}

/// Fails where the type checker has nothing to say of any file, and fails all the same.
///
/// # Errors
/// In one sentence.
pub(super) fn is_checker_sound(line: &str, said: &Said) -> Result<(), Unable> {
    has_run(line, said.ending, &said.tail)?;
    let has_places = said.messages.keys().any(|message| message.contains(".py: "));
    match said.ending.is_success() || has_places {
        true => Ok(()),
        false => Err(failed(line, &format!("{}: {}", said.ending, said.tail))),
    }
}

fn failed(line: &str, why: &str) -> Unable {
    Unable::Other(format!(
        "`{line}` fails before any edit, so that it proves nothing: {why}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_of_a_line_is_its_first_word() {
        for (line, expected) in [
            ("pytest -q", Some("pytest")),
            ("A=1 B='2 3' .venv/bin/python -m pytest", Some(".venv/bin/python")),
            ("$RUN tests", None),
            ("(cd tests && pytest)", None),
            ("~/bin/x", None),
            ("'unclosed", None),
            ("", None),
        ] {
            assert_eq!(program(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_command_that_fails_is_no_proof_where_nobody_says_that_it_is_to() {
        let output = |status: i32, stderr: &str| Output {
            ending: Ending::Exit(status),
            stdout: String::new(),
            stderr: stderr.to_owned(),
        };
        let said = |line: &str, status, stderr: &str| {
            is_command_sound(line, &output(status, stderr)).map_err(|error| error.to_string())
        };
        let crash = "Traceback (most recent call last):\n  File \"x.py\n\nImportError: no\n";
        assert_eq!(
            said("x", 1, crash).unwrap_err(),
            "`x` fails before any edit, so that it proves nothing: exit status 1: ImportError: no; where it is to fail, write `! x`"
        );
        assert_eq!(
            said("x", 3, "").unwrap_err(),
            "`x` fails before any edit, so that it proves nothing: exit status 3; where it is to fail, write `! x`"
        );
        assert!(said("x", 2, "usage: x\n").is_err());
        assert!(said("! x", 2, "usage: x\n").is_ok());
        assert!(said("! x", 0, "").is_err());
        assert!(said("! x", 127, "sh: no x\n").is_err());
        assert!(said("x", 0, crash).is_ok());
    }

    #[test]
    fn tests_that_nobody_saw_are_no_proof() {
        let outcomes = |status: i32, count| Outcomes {
            tests: Default::default(),
            ending: Ending::Exit(status),
            is_success: status == 0,
            is_listed: false,
            count,
            tail: "bad".to_owned(),
        };
        assert!(is_suite_sound("x", &outcomes(0, Some(3))).is_ok());
        for (status, count) in [(0, None), (0, Some(0)), (1, None), (1, Some(3))] {
            assert!(
                is_suite_sound("x", &outcomes(status, count)).is_err(),
                "{status} {count:?}"
            );
        }
    }
}
