//! Whether annotations may be put in quotes: what the settings say, and what follows where they say nothing.
use serde::Deserialize;

/// What happens to annotations that Python evaluates where it meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Annotations {
    /// They stay as they are.
    Keep,
    /// Those that nobody in the program reads are put in quotes.
    Quote,
}

impl Annotations {
    /// Both.
    pub const ALL: [Annotations; 2] = [Annotations::Keep, Annotations::Quote];

    /// The word in the configuration.
    pub fn code(self) -> &'static str {
        match self {
            Annotations::Keep => "keep",
            Annotations::Quote => "quote",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn an_application_says_that_it_is_one_and_has_commands() {
        let with = |library, scripts: &[&str], annotations| Settings {
            library,
            scripts: scripts.iter().map(|name| (*name).to_string()).collect(),
            annotations,
            ..Settings::default()
        };
        let of = |library, scripts, annotations| with(library, scripts, annotations).annotations_or_default();
        assert_eq!(of(Some(false), &["app.cli"], None), Annotations::Quote);
        assert_eq!(of(Some(false), &[], None), Annotations::Keep);
        assert_eq!(of(None, &["app.cli"], None), Annotations::Keep);
        assert_eq!(of(Some(true), &["app.cli"], None), Annotations::Keep);
        assert_eq!(
            of(Some(false), &["app.cli"], Some(Annotations::Keep)),
            Annotations::Keep
        );
        assert_eq!(of(None, &[], Some(Annotations::Quote)), Annotations::Quote);
    }
}
