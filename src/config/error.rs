//! What can be wrong with a configuration, with the file and the line, and the nearest right name for a wrong one.
//!
//! Never reads a file: it is given texts and offsets.
use std::fmt;
use std::path::{Path, PathBuf};

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The configuration file, or the folder for which one was looked for.
    pub path: PathBuf,
    /// The line, counted from one, where there is one.
    pub line: Option<u32>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
}

impl ConfigError {
    /// An error about the whole of a file.
    pub(super) fn whole(path: &Path, message: impl Into<String>) -> Self {
        ConfigError {
            path: path.to_path_buf(),
            line: None,
            message: message.into(),
        }
    }

    /// The words of the TOML reader made into ours; `text` is the content of the file.
    pub(super) fn from_toml(path: &Path, text: &str, mut error: toml::de::Error) -> Self {
        let line = error.span().map(|span| line_of(text, span.start));
        // Without its input the error displays the key that it is about, which no accessor gives.
        error.set_input(None);
        let shown = error.to_string();
        let key = shown
            .lines()
            .nth(1)
            .and_then(|line| line.strip_prefix("in `")?.strip_suffix('`'));
        let key = key.map(|key| key.strip_prefix("tool.dormant").unwrap_or(key).trim_start_matches('.'));
        let message = in_our_words(error.message(), key.unwrap_or_default());
        ConfigError {
            path: path.to_path_buf(),
            line,
            message,
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.path.display(), self.message),
            None => write!(formatter, "{}: {}", self.path.display(), self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

/// The line, counted from one, of the byte at `offset`.
fn line_of(text: &str, offset: usize) -> u32 {
    let before = text
        .as_bytes()
        .iter()
        .take(offset)
        .filter(|byte| **byte == b'\n')
        .count();
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

/// serde's `unknown field` and `unknown variant` with the nearest known name, and its types by the names that TOML gives them.
fn in_our_words(message: &str, key: &str) -> String {
    let what = [("unknown field ", "unknown key"), ("unknown variant ", "unknown name")]
        .into_iter()
        .find_map(|(theirs, ours)| message.strip_prefix(theirs).map(|rest| (ours, rest)));
    let place = if key.is_empty() {
        String::new()
    } else {
        format!("{key}: ")
    };
    let Some((what, rest)) = what else {
        let types = message
            .strip_prefix("invalid type: ")
            .and_then(|rest| rest.rsplit_once(", expected "));
        return match types {
            Some((found, expected)) => format!("{place}expected {}, found {}", toml_type(expected), toml_type(found)),
            None => format!("{place}{message}"),
        };
    };
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let wrong = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    match nearest(wrong, &known) {
        Some(name) => format!("{place}{what} '{wrong}', did you mean '{name}'?"),
        None => format!("{place}{what} '{wrong}', expected one of {}", known.join(", ")),
    }
}

/// A type as TOML calls it.
fn toml_type(serdes: &str) -> &str {
    match serdes {
        "a sequence" | "sequence" => "a list",
        "a map" | "map" => "a table",
        "f64" => "a number",
        other => other,
    }
}

/// The one of `known` that `wrong` was probably meant to be: at most a third of its letters differ.
pub(super) fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let best = known.iter().map(|name| (distance(wrong, name), *name)).min()?;
    (best.0 <= (wrong.chars().count() / 3).max(1)).then_some(best.1)
}

/// The number of letters to insert, remove or replace to turn one word into the other (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("heavvy", "heavy"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["heavy", "eager", "extend-heavy"];
        assert_eq!(nearest("heavvy", &known), Some("heavy"));
        assert_eq!(nearest("extend_heavy", &known), Some("extend-heavy"));
        assert_eq!(nearest("colour", &known), None);
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of("a\nb\n", 0), 1);
        assert_eq!(line_of("a\nb\n", 2), 2);
        assert_eq!(line_of("a\nb\n", 99), 3);
    }
}
