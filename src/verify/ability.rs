//! Whether what the user wants to be run can be: a check that never ran proves nothing, and is an error before any long work.
use std::path::Path;

use super::checks::Checks;
use super::commands::Output;
use super::run::{Place, Unable};
use super::suite::Outcomes;
use super::types::Said;
use crate::process::Ending;

/// Fails where the program of some command cannot be found.
///
/// # Errors
/// The first such command, by its flag.
pub fn can_start(checks: &Checks, tree: &Path) -> Result<(), Unable> {
    let lines = checks.commands.iter().map(|line| ("--command", line));
    let lines = lines.chain(checks.type_checker.iter().map(|line| ("--type-checker", line)));
    for (flag, line) in lines.chain(checks.tests.iter().map(|line| ("--tests", line))) {
        let Some(program) = program(line) else { continue };
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

/// Fails where a command of the original crashes: what fails before any edit shows nothing of them.
///
/// # Errors
/// In one sentence.
pub(super) fn is_command_sound(line: &str, output: &Output) -> Result<(), Unable> {
    has_run(line, output.ending, &output.stderr)?;
    let last = last(&output.stderr);
    let is_crash = output
        .stderr
        .lines()
        .any(|line| line.starts_with("Traceback (most recent call last)"))
        || last.contains(": No module named ");
    match is_crash && output.ending == Ending::Exit(1) {
        true => Err(failed(line, &format!("{}: {last}", output.ending))),
        false => Ok(()),
    }
}

/// Fails where the tests of the original show nothing: none was run, or none passes.
///
/// # Errors
/// In one sentence.
pub(super) fn is_suite_sound(line: &str, outcomes: &Outcomes) -> Result<(), Unable> {
    has_run(line, outcomes.ending, &outcomes.tail)?;
    let tally = outcomes.tally();
    if outcomes.tests.is_empty() && (outcomes.is_listed || !outcomes.is_success || outcomes.ran_none) {
        let why = match outcomes.is_success || outcomes.is_listed || outcomes.ran_none {
            true => "it runs no test".to_owned(),
            false => format!("{}: {}", outcomes.ending, outcomes.tail),
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
    fn a_command_that_crashes_is_no_proof_and_one_that_refuses_is() {
        let output = |status: i32, stderr: &str| Output {
            ending: Ending::Exit(status),
            stdout: String::new(),
            stderr: stderr.to_owned(),
        };
        let crash = "Traceback (most recent call last):\n  File \"x.py\n\nImportError: no\n";
        assert!(is_command_sound("x", &output(1, crash)).is_err());
        assert!(is_command_sound("x", &output(1, "/bin/python: No module named apq\n")).is_err());
        assert!(is_command_sound("x", &output(2, "usage: x\n")).is_ok());
        assert!(is_command_sound("x", &output(127, "sh: no x\n")).is_err());
        assert!(is_command_sound("x", &output(0, crash)).is_ok());
    }
}
