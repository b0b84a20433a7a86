//! The files of `rules/`, compiled in, read into their entries. It knows nothing of what the entries mean.
use thiserror::Error;

use super::model::RuleFile;

/// The files, by name, in the order in which they are loaded.
pub const FILES: &[(&str, &str)] = &[
    ("cloud.toml", include_str!("../../rules/cloud.toml")),
    ("command-groups.toml", include_str!("../../rules/command-groups.toml")),
    ("command.toml", include_str!("../../rules/command.toml")),
    ("compilers.toml", include_str!("../../rules/compilers.toml")),
    ("data.toml", include_str!("../../rules/data.toml")),
    ("infrastructure.toml", include_str!("../../rules/infrastructure.toml")),
    ("learning.toml", include_str!("../../rules/learning.toml")),
    ("module-readers.toml", include_str!("../../rules/module-readers.toml")),
    ("orm.toml", include_str!("../../rules/orm.toml")),
    ("pictures.toml", include_str!("../../rules/pictures.toml")),
    ("probed.toml", include_str!("../../rules/probed.toml")),
    ("scientific.toml", include_str!("../../rules/scientific.toml")),
    (
        "stdlib-annotations.toml",
        include_str!("../../rules/stdlib-annotations.toml"),
    ),
    ("stdlib-calls.toml", include_str!("../../rules/stdlib-calls.toml")),
    ("stdlib.toml", include_str!("../../rules/stdlib.toml")),
    ("terminal.toml", include_str!("../../rules/terminal.toml")),
    ("testing.toml", include_str!("../../rules/testing.toml")),
    ("typing-calls.toml", include_str!("../../rules/typing-calls.toml")),
    ("typing.toml", include_str!("../../rules/typing.toml")),
    ("web-handlers.toml", include_str!("../../rules/web-handlers.toml")),
    ("web.toml", include_str!("../../rules/web.toml")),
];

/// A file of rules that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {message}")]
pub struct LoadError {
    /// Its name.
    pub file: String,
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// The entries of one file.
///
/// # Errors
///
/// Where the text is no TOML, lacks a key or has one that nobody knows.
pub fn parse(file: &str, text: &str) -> Result<RuleFile, LoadError> {
    toml::from_str(text).map_err(|error| LoadError {
        file: file.to_owned(),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFFECT: &str =
        "[[effect]]\nmodule = 'this'\nkind = 'input-output'\nwhy = 'Prints.'\nexample = 'import this'\n";

    #[test]
    fn an_entry_is_read() {
        let file = parse("a.toml", EFFECT).expect("valid");
        assert_eq!(file.effects.len(), 1);
        assert_eq!(file.effects[0].module, "this");
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error = parse("a.toml", &format!("{EFFECT}becuase = 'x'\n")).expect_err("unknown key");
        assert_eq!((error.file.as_str(), error.line), ("a.toml", 6));
        assert!(
            error.to_string().starts_with("a.toml:6: unknown field `becuase`"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_table_a_missing_key_and_broken_text_are_errors() {
        for text in [
            "[[efect]]\nmodule = 'this'\n",
            "[[effect]]\nmodule = 'this'\n",
            "[[effect\n",
        ] {
            assert!(parse("a.toml", text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn every_file_in_the_folder_is_compiled_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".toml"))
            .collect();
        found.sort();
        assert_eq!(found, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
