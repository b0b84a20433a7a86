//! The files of `rules/`, compiled in, read into their entries. It knows nothing of what the entries mean.
use thiserror::Error;

use super::model::RuleFile;

/// The files, by name, in the order in which they are loaded.
/// Not in `rules/`: they are the rules.
pub const FILES: &[(&str, &str)] = &[
    ("cloud.toml", include_str!("../../rules/cloud.toml")),
    ("command-groups.toml", include_str!("../../rules/command-groups.toml")),
    ("command.toml", include_str!("../../rules/command.toml")),
    ("compiled.toml", include_str!("../../rules/compiled.toml")),
    ("compilers.toml", include_str!("../../rules/compilers.toml")),
    ("data.toml", include_str!("../../rules/data.toml")),
    ("exceptions.toml", include_str!("../../rules/exceptions.toml")),
    ("facets-builtins.toml", include_str!("../../rules/facets-builtins.toml")),
    ("facets-files.toml", include_str!("../../rules/facets-files.toml")),
    ("facets-imports.toml", include_str!("../../rules/facets-imports.toml")),
    ("facets-network.toml", include_str!("../../rules/facets-network.toml")),
    ("facets-packages.toml", include_str!("../../rules/facets-packages.toml")),
    ("facets-process.toml", include_str!("../../rules/facets-process.toml")),
    (
        "facets-registries.toml",
        include_str!("../../rules/facets-registries.toml"),
    ),
    ("facets-streams.toml", include_str!("../../rules/facets-streams.toml")),
    ("facets-tasks.toml", include_str!("../../rules/facets-tasks.toml")),
    ("facets-time.toml", include_str!("../../rules/facets-time.toml")),
    ("hooks.toml", include_str!("../../rules/hooks.toml")),
    ("infrastructure.toml", include_str!("../../rules/infrastructure.toml")),
    ("learning.toml", include_str!("../../rules/learning.toml")),
    ("measured.toml", include_str!("../../rules/measured.toml")),
    ("module-readers.toml", include_str!("../../rules/module-readers.toml")),
    (
        "names-annotations.toml",
        include_str!("../../rules/names-annotations.toml"),
    ),
    ("names-errors.toml", include_str!("../../rules/names-errors.toml")),
    ("names-modules.toml", include_str!("../../rules/names-modules.toml")),
    ("names-values.toml", include_str!("../../rules/names-values.toml")),
    ("names.toml", include_str!("../../rules/names.toml")),
    ("orm.toml", include_str!("../../rules/orm.toml")),
    ("pictures.toml", include_str!("../../rules/pictures.toml")),
    ("probed.toml", include_str!("../../rules/probed.toml")),
    ("raises.toml", include_str!("../../rules/raises.toml")),
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
    ("values.toml", include_str!("../../rules/values.toml")),
    ("web-handlers.toml", include_str!("../../rules/web-handlers.toml")),
    ("web.toml", include_str!("../../rules/web.toml")),
    ("wrappers.toml", include_str!("../../rules/wrappers.toml")),
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
/// Where the text is not TOML, lacks a key or has one that nobody knows.
pub fn parse(file: &str, text: &str) -> Result<RuleFile, LoadError> {
    let rules: RuleFile = toml::from_str(text).map_err(|error| LoadError {
        file: file.to_owned(),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })?;
    match rules.annotations.iter().find(|rule| rule.subject().is_none()) {
        None => Ok(rules),
        Some(rule) => Err(LoadError {
            file: file.to_owned(),
            line: line_of(text, text.find(&rule.why).unwrap_or(0)),
            message: "an entry of [[annotations]] names exactly one of base, decorator and function".to_owned(),
        }),
    }
}

/// The line of a text, counted from one, on which a quoted name stands first; one where it does not.
pub fn line_of_name(text: &str, name: &str) -> usize {
    let at = ["\"", "'"]
        .iter()
        .filter_map(|quote| text.find(&format!("{quote}{name}{quote}")));
    line_of(text, at.min().unwrap_or(0))
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
            "[[annotations]]\nreads = 'never'\nwhy = 'w'\n",
        ] {
            assert!(parse("a.toml", text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn names_have_lines() {
        let text = "[[function]]\nname = \"a.b\"\nalso = ['c']\n";
        assert_eq!(
            (
                line_of_name(text, "a.b"),
                line_of_name(text, "c"),
                line_of_name(text, "d")
            ),
            (2, 3, 1)
        );
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
