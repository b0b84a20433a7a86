//! The interpreter that a script's first lines name, also in the form that installers write for long paths.
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::lookup::{Lookup, is_executable};
use super::{CommandError, is_interpreter};

/// The words of a script's first line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shebang {
    words: Vec<String>,
}

const HEAD_BYTES: u64 = 4096;

/// The interpreter that a file names; `None` where it names none.
pub(super) fn read(path: &Path) -> Result<Option<Shebang>, CommandError> {
    if path.is_dir() {
        return Ok(None);
    }
    let mut head = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head))
        .map_err(|error| CommandError::Unreadable {
            path: path.to_owned(),
            message: error.to_string(),
        })?;
    let is_compiled = [&b"\x7fELF"[..], b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"]
        .iter()
        .any(|magic| head.starts_with(magic));
    if is_compiled {
        return Err(CommandError::Compiled { path: path.to_owned() });
    }
    let found = parse(&String::from_utf8_lossy(&head));
    if found.is_some() && !is_executable(path) && path.extension().is_none() {
        return Err(CommandError::NotExecutable { path: path.to_owned() });
    }
    Ok(found)
}

fn parse(head: &str) -> Option<Shebang> {
    let mut lines = head.lines();
    let first = lines.next()?.strip_prefix("#!")?;
    let mut words: Vec<String> = first.split_whitespace().map(str::to_owned).collect();
    // pip and uv write this where the path is too long for a first line, or has blanks:
    //     #!/bin/sh
    //     '''exec' "/path/python" "$0" "$@"
    if words.first().is_some_and(|word| word.ends_with("/sh"))
        && let Some(exec) = lines.next().and_then(|line| line.strip_prefix("'''exec' "))
    {
        words = shell_words(exec).into_iter().take_while(|word| word != "$0").collect();
    }
    Some(Shebang { words })
}

/// The words of a line whose only quotes are double ones.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

impl Shebang {
    /// The interpreter and its options.
    pub fn resolve(&self, script: &Path, lookup: &Lookup<'_>) -> Result<(PathBuf, Vec<OsString>), CommandError> {
        let not_python = || CommandError::NotPython {
            path: script.to_owned(),
        };
        let mut words = self.words.iter().map(String::as_str);
        let mut program = words.next().ok_or_else(not_python)?;
        let uses_path = program.ends_with("/env");
        if uses_path {
            program = words
                .find(|word| !word.starts_with('-') && !word.contains('='))
                .ok_or_else(not_python)?;
        }
        if !is_interpreter(OsStr::new(program)) {
            return Err(not_python());
        }
        let no_interpreter = || CommandError::NoInterpreter {
            path: script.to_owned(),
            interpreter: program.to_owned(),
        };
        let interpreter = if uses_path {
            lookup.program(OsStr::new(program)).map_err(|_| no_interpreter())?
        } else {
            PathBuf::from(program)
        };
        if !interpreter.exists() {
            return Err(no_interpreter());
        }
        Ok((interpreter, words.map(OsString::from).collect()))
    }
}
