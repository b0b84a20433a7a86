//! What was seen when a module was imported on purpose (`dormant probe --save`): effects by module, good for as long as the
//! module's file is the same. It runs nothing and reads no files.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::EffectKind;

/// The form of the file; another one is not understood.
const VERSION: u32 = 1;

/// What probes saw, by module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    version: u32,
    /// Every module that a probe executed, with what that did; nothing of the standard library.
    pub modules: BTreeMap<String, Probed>,
}

/// What executing one module did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probed {
    /// The SHA-256 of its file, in hexadecimal digits.
    pub sha256: String,
    /// What it did to others; none is as much a finding as some.
    pub effects: Vec<ProbedEffect>,
}

/// One effect, as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProbedEffect {
    /// What sort.
    pub kind: EffectKind,
    /// What happened, to be read after "it", such as "changes `warnings.filters`".
    pub what: String,
    /// Whether it is a package's doing on its own parts: no matter for an installed package, which is loaded as one, but for
    /// the project's own, of which single imports are deferred.
    #[serde(default)]
    pub own: bool,
}

/// What is wrong with a file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// It is not JSON of that form.
    #[error("is not evidence that `dormant probe --save` wrote: {0}")]
    Form(String),
    /// Another version of dormant wrote it.
    #[error("has the form {0}, and {VERSION} is understood: save it again with `dormant probe --save`")]
    Version(u32),
}

impl Evidence {
    /// Evidence about these modules.
    pub fn new(modules: BTreeMap<String, Probed>) -> Evidence {
        Evidence {
            version: VERSION,
            modules,
        }
    }

    /// Reads what [`Evidence::to_json`] wrote.
    ///
    /// # Errors
    /// Where it is something else, or of another version.
    pub fn parse(text: &str) -> Result<Evidence, EvidenceError> {
        let evidence: Evidence = serde_json::from_str(text).map_err(|error| EvidenceError::Form(error.to_string()))?;
        match evidence.version {
            VERSION => Ok(evidence),
            other => Err(EvidenceError::Version(other)),
        }
    }

    /// As a file: indented, in the order of the modules' names, with a final newline.
    pub fn to_json(&self) -> String {
        // A map of plain values with texts for keys cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Adds what another probe saw; it is the newer one.
    pub fn extend(&mut self, other: Evidence) {
        self.modules.extend(other.modules);
    }
}

impl Probed {
    /// The first effect that counts: for the project's own modules also what they do to each other.
    pub fn first(&self, is_own: bool) -> Option<&ProbedEffect> {
        self.effects.iter().find(|effect| is_own || !effect.own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence() -> Evidence {
        let effect = ProbedEffect {
            kind: EffectKind::ProcessState,
            what: "changes `warnings.filters`".to_owned(),
            own: false,
        };
        let probed = |effects: Vec<ProbedEffect>| Probed {
            sha256: "00ff".to_owned(),
            effects,
        };
        Evidence::new(BTreeMap::from([
            ("b.quiet".to_owned(), probed(Vec::new())),
            ("a".to_owned(), probed(vec![effect])),
        ]))
    }

    #[test]
    fn what_is_written_is_read() {
        let text = evidence().to_json();
        insta::assert_snapshot!(text);
        assert_eq!(Evidence::parse(&text), Ok(evidence()));
    }

    #[test]
    fn other_files_are_told_apart() {
        let message = |text: &str| Evidence::parse(text).expect_err(text).to_string();
        assert!(message("[]").starts_with("is not evidence"), "{}", message("[]"));
        assert!(message("{}").contains("version"));
        assert!(message(r#"{"version": 7, "modules": {}}"#).starts_with("has the form 7"));
    }

    #[test]
    fn the_newer_probe_wins() {
        let mut both = evidence();
        let newer = Probed {
            sha256: "11".to_owned(),
            effects: Vec::new(),
        };
        both.extend(Evidence::new(BTreeMap::from([("a".to_owned(), newer.clone())])));
        assert_eq!(both.modules["a"], newer);
        assert_eq!(both.modules.len(), 2);
    }
}
