//! The options of the interpreter itself (`python --help`): where they end and the program begins.
use std::ffi::OsString;
use std::path::PathBuf;

use super::{CommandError, PythonCommand, Start};

/// Reads the words behind an interpreter; `options` come before them.
pub(super) fn read(
    interpreter: PathBuf,
    words: &[OsString],
    mut options: Vec<OsString>,
) -> Result<PythonCommand, CommandError> {
    let mut rest = words.iter();
    let started = |start: Start, options: Vec<OsString>, rest: std::slice::Iter<'_, OsString>| PythonCommand {
        interpreter: interpreter.clone(),
        options,
        start,
        args: rest.cloned().collect(),
        folder: None,
    };
    while let Some(word) = rest.next() {
        let text = word.to_string_lossy().into_owned();
        if text == "-" {
            break;
        }
        if !text.starts_with('-') {
            return Ok(started(Start::Script(PathBuf::from(word)), options, rest));
        }
        if text.starts_with("--") {
            options.push(word.clone());
            if text == "--check-hash-based-pycs" {
                options.push(value(&text, rest.next())?);
            }
            continue;
        }
        // Letters may be written together, the last one with its value: `-Im app`, `-Wignore`.
        let Some(at) = text.find(['m', 'c', 'W', 'X']) else {
            options.push(word.clone());
            continue;
        };
        let (flags, letter) = (&text[..at], &text[at..=at]);
        let attached = &text[at + 1..];
        let given = match attached {
            "" => value(&format!("-{letter}"), rest.next())?,
            attached => OsString::from(attached),
        };
        if flags.len() > 1 {
            options.push(OsString::from(flags));
        }
        match letter {
            "m" => return Ok(started(Start::Module(given), options, rest)),
            "c" => return Ok(started(Start::Code(given), options, rest)),
            _ => options.extend([OsString::from(format!("-{letter}")), given]),
        }
    }
    Err(CommandError::Interactive {
        interpreter: interpreter.display().to_string(),
    })
}

fn value(option: &str, word: Option<&OsString>) -> Result<OsString, CommandError> {
    word.cloned().ok_or_else(|| CommandError::NoValue {
        option: option.to_owned(),
    })
}
