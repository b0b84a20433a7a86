//! Risks that the user takes by name.
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A risk that is taken: what a module does to a part of the program's state does not keep an import.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Accept {
    /// The module, with everything below it: `"colorama"`.
    #[serde(deserialize_with = "said")]
    pub module: String,
    /// The part of the state, as `--show-blocked` names it: `"stdout"`, `"env:NO_COLOR"`; `"env"` is every variable, and
    /// `"everything"` is whatever the module does.
    #[serde(deserialize_with = "said")]
    pub facet: String,
    /// Why the risk is none here. It stands in every report.
    #[serde(deserialize_with = "said")]
    pub why: String,
}

/// A text that is not blank.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.trim() {
        "" => Err(D::Error::custom(
            "an accepted risk needs a module, a facet, and a reason in `why`",
        )),
        trimmed => Ok(trimmed.to_owned()),
    }
}

impl Accept {
    /// Whether it is about this part of the state, by its name.
    pub fn is_about(&self, facet: &str) -> bool {
        let below = |separator: char| {
            let rest = facet.strip_prefix(self.facet.as_str());
            rest.is_some_and(|rest| rest.starts_with(separator))
        };
        self.facet == "everything" || self.facet == facet || below(':') || self.facet.contains(':') && below('.')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(facet: &str) -> Accept {
        Accept {
            module: "colorama".to_owned(),
            facet: facet.to_owned(),
            why: "the program prints nothing before".to_owned(),
        }
    }

    #[test]
    fn facets_by_name_and_by_family() {
        let is_about = |entry: &str, facet: &str| accept(entry).is_about(facet);
        assert!(is_about("stdout", "stdout") && !is_about("stdout", "stderr"));
        assert!(is_about("env", "env:NO_COLOR") && !is_about("env:NO_COLOR", "env:NO_COLORS"));
        assert!(is_about("env:NO_COLOR", "env:NO_COLOR") && !is_about("env", "environment"));
        assert!(is_about("module:app", "module:app.TABLE") && !is_about("module:app", "module:apple"));
        assert!(is_about("everything", "logging:root") && is_about("everything", "everything"));
        assert!(!is_about("sys", "sys.path"));
    }

    #[test]
    fn each_entry_needs_a_reason() {
        let parse = |text: &str| toml::from_str::<Accept>(text).map_err(|error| error.message().to_owned());
        assert_eq!(
            parse("module = 'm'\nfacet = 'cwd'\nwhy = ' it is '").map(|one| one.why),
            Ok("it is".to_owned())
        );
        assert_eq!(
            parse("module = 'm'\nfacet = 'cwd'"),
            Err("missing field `why`".to_owned())
        );
        assert!(
            parse("module = 'm'\nfacet = 'cwd'\nwhy = '  '").is_err_and(|error| error.contains("a reason in `why`"))
        );
    }
}
