//! Facets as entries write them: `cwd`, `env:HOME`, `env:{0}`.
use serde::Deserialize;
use thiserror::Error;

use super::facet_kind::{FacetKind, KINDS, Parts};

/// A facet as an entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
#[cfg_attr(test, schemars(with = "String"))]
pub struct FacetPattern {
    /// What part of the process's state.
    pub kind: FacetKind,
    /// Which of its parts; none for what has none, and for the whole of what may have some.
    pub key: Option<FacetKey>,
}

/// A part of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FacetKey {
    /// This one.
    Named(String),
    /// The one that a call names; where that is not a literal, any.
    From(Naming),
    /// Any: which is not known.
    Any,
}

/// How a call names something: `{0}`, `{name}`, `{0:name}`, `{0:name=default}`, `{self}`; `{0:**}` by the keys of a dict, and
/// by its keywords; `{name=}` names nothing where it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
#[cfg_attr(test, schemars(with = "String"))]
pub struct Naming {
    /// The arguments that may do it: the first one that is there counts.
    pub arguments: Vec<Handed>,
    /// The name where none of them is there.
    pub default: Option<String>,
}

/// Something that a call is handed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "toml::Value")]
#[cfg_attr(test, schemars(with = "serde_json::Value"))]
pub enum Handed {
    /// The argument in this place, counted from zero, without the receiver of a method.
    Place(usize),
    /// The argument of this name.
    Keyword(String),
    /// Every argument that is known by its place.
    EveryPlace,
    /// Every argument that is known by its name.
    EveryKeyword,
    /// The object whose method is called: what it names (as a logger does), or what it was made to keep.
    Receiver,
}

/// A facet or a part of a call that is not written as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FacetError {
    /// No facet has that name.
    #[error("no facet is called `{0}`")]
    Unknown(String),
    /// The facet has no parts, or has nothing but parts.
    #[error("`{0}` must have a part exactly where the facet has some")]
    Parts(String),
    /// The part of a call is none.
    #[error("`{0}` names no part of a call")]
    Naming(String),
}

impl TryFrom<String> for FacetPattern {
    type Error = FacetError;

    fn try_from(text: String) -> Result<Self, FacetError> {
        let (name, key) = match text.split_once(':') {
            Some((name, key)) => (name, Some(key)),
            None => (text.as_str(), None),
        };
        let known = KINDS.iter().find(|(known, _, _)| *known == name);
        let &(_, kind, parts) = known.ok_or_else(|| FacetError::Unknown(name.to_owned()))?;
        let fits = match parts {
            Parts::None => key.is_none(),
            Parts::Optional => true,
            Parts::Named => key.is_some(),
        };
        if !fits || key == Some("") {
            return Err(FacetError::Parts(text));
        }
        let key = match key {
            None => None,
            Some("*") => Some(FacetKey::Any),
            Some(naming) if naming.starts_with('{') => Some(FacetKey::From(naming.to_owned().try_into()?)),
            Some(name) => Some(FacetKey::Named(name.to_owned())),
        };
        Ok(FacetPattern { kind, key })
    }
}

impl TryFrom<String> for Naming {
    type Error = FacetError;

    fn try_from(text: String) -> Result<Self, FacetError> {
        let wrong = || FacetError::Naming(text.clone());
        let inner = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .ok_or_else(wrong)?;
        let (arguments, default) = match inner.split_once('=') {
            Some((arguments, default)) => (arguments, Some(default.to_owned())),
            None => (inner, None),
        };
        let arguments = arguments.split(':').map(|part| Handed::parse(part).ok_or_else(wrong));
        let arguments: Vec<Handed> = arguments.collect::<Result<_, _>>()?;
        let one_each = arguments.iter().all(|one| *one != Handed::EveryPlace);
        one_each.then_some(Naming { arguments, default }).ok_or_else(wrong)
    }
}

impl Handed {
    pub(super) fn parse(text: &str) -> Option<Handed> {
        let is_word = |text: &str| {
            text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
                && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        };
        match text {
            "*" => Some(Handed::EveryPlace),
            "**" => Some(Handed::EveryKeyword),
            "self" => Some(Handed::Receiver),
            word if is_word(word) => Some(Handed::Keyword(word.to_owned())),
            number => number.parse().ok().map(Handed::Place),
        }
    }
}

impl TryFrom<toml::Value> for Handed {
    type Error = FacetError;

    fn try_from(value: toml::Value) -> Result<Self, FacetError> {
        let parsed = match &value {
            toml::Value::Integer(place) => usize::try_from(*place).ok().map(Handed::Place),
            toml::Value::String(text) => Handed::parse(text),
            toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_)
            | toml::Value::Table(_) => None,
        };
        parsed.ok_or_else(|| FacetError::Naming(value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FacetPattern, FacetError> {
        text.to_owned().try_into()
    }

    fn key(text: &str) -> Option<FacetKey> {
        read(text).unwrap_or_else(|error| panic!("{error}")).key
    }

    #[test]
    fn keys() {
        assert_eq!(key("cwd"), None);
        assert_eq!(key("random"), None);
        assert_eq!(key("env:HOME"), Some(FacetKey::Named("HOME".to_owned())));
        assert_eq!(key("env:*"), Some(FacetKey::Any));
        let named = |arguments: &[Handed], default: Option<&str>| {
            Some(FacetKey::From(Naming {
                arguments: arguments.to_vec(),
                default: default.map(str::to_owned),
            }))
        };
        assert_eq!(key("env:{0}"), named(&[Handed::Place(0)], None));
        let both = [Handed::Place(0), Handed::Keyword("name".to_owned())];
        assert_eq!(key("logging:{0:name=root}"), named(&both, Some("root")));
        assert_eq!(key("logging:{self}"), named(&[Handed::Receiver], None));
    }

    #[test]
    fn what_is_not_written_as_it_should_be_is_an_error() {
        let parts = |text: &str| Err(FacetError::Parts(text.to_owned()));
        assert_eq!(read("cwd:a"), parts("cwd:a"));
        assert_eq!(read("env"), parts("env"));
        assert_eq!(read("env:"), parts("env:"));
        assert_eq!(read("cdw"), Err(FacetError::Unknown("cdw".to_owned())));
        for text in ["{", "{}", "{-1}", "{*}", "{0:}", "{a b}"] {
            assert_eq!(read(&format!("env:{text}")), Err(FacetError::Naming(text.to_owned())));
        }
    }

    #[test]
    fn every_kind_has_one_name() {
        for (name, kind, _) in KINDS {
            assert_eq!(kind.name(), *name);
        }
    }
}
