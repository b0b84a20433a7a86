//! A version of Python, as far as syntax and the library depend on it: `3.12`.
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

/// A feature version of Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PythonVersion {
    /// The `3` of `3.12`.
    pub major: u8,
    /// The `12` of `3.12`.
    pub minor: u8,
}

/// A text that names no version of Python that can be targeted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a version that can be targeted: expected py39 to py315, or 3.9 to 3.15")]
pub struct ParseVersionError(String);

impl PythonVersion {
    /// The version `major.minor`.
    pub const fn new(major: u8, minor: u8) -> Self {
        PythonVersion { major, minor }
    }

    /// The oldest version that can be targeted.
    pub const OLDEST: PythonVersion = PythonVersion::new(3, 9);
    /// The newest version that can be targeted.
    pub const NEWEST: PythonVersion = PythonVersion::new(3, 15);

    /// The name used in configuration, such as `py312`.
    pub fn code(self) -> String {
        format!("py{}{}", self.major, self.minor)
    }

    /// The version written as `3`, `3.12` or `3.12.1`; anything behind the second number is ignored.
    pub(super) fn from_release(text: &str) -> Option<Self> {
        let mut parts = text.trim().trim_start_matches('v').split('.');
        let major = parts.next()?.parse().ok()?;
        let minor = match parts.next() {
            None | Some("*") => 0,
            Some(part) => {
                let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                part[..digits].parse().ok()?
            }
        };
        Some(PythonVersion { major, minor })
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for PythonVersion {
    type Err = ParseVersionError;

    fn from_str(text: &str) -> Result<Self, ParseVersionError> {
        let parts = text
            .strip_prefix("py3")
            .map(|minor| ("3", minor))
            .or_else(|| text.split_once('.'));
        parts
            .filter(|(major, minor)| *major == "3" && minor.chars().all(|c| c.is_ascii_digit()))
            .and_then(|(_, minor)| Some(PythonVersion::new(3, minor.parse().ok()?)))
            .filter(|version| (Self::OLDEST..=Self::NEWEST).contains(version))
            .ok_or_else(|| ParseVersionError(text.to_string()))
    }
}

impl Serialize for PythonVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}

impl<'de> Deserialize<'de> for PythonVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(VersionVisitor)
    }
}

struct VersionVisitor;

impl de::Visitor<'_> for VersionVisitor {
    type Value = PythonVersion;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string such as \"py312\" or \"3.12\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<PythonVersion, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for PythonVersion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PythonVersion".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A version of Python, such as py312 or 3.12.",
            "type": "string",
            "pattern": "^(py3|3\\.)(9|1[0-5])$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read() {
        assert_eq!("py39".parse(), Ok(PythonVersion::new(3, 9)));
        assert_eq!("3.15".parse(), Ok(PythonVersion::new(3, 15)));
        assert_eq!(PythonVersion::new(3, 12).code(), "py312");
        assert_eq!(PythonVersion::new(3, 12).to_string(), "3.12");
        assert!(PythonVersion::new(3, 9) < PythonVersion::new(3, 10));
    }

    #[test]
    fn other_versions_are_errors() {
        for text in [
            "", "3", "py38", "3.16", "py27", "2.7", "3.x", "py3+9", "3.+9", "4.9", "3.1000", "3.12.1",
        ] {
            assert!(text.parse::<PythonVersion>().is_err(), "{text}");
        }
    }

    #[test]
    fn releases_are_read_leniently() {
        assert_eq!(PythonVersion::from_release("3"), Some(PythonVersion::new(3, 0)));
        assert_eq!(PythonVersion::from_release(" 3.10.4 "), Some(PythonVersion::new(3, 10)));
        assert_eq!(PythonVersion::from_release("3.13rc1"), Some(PythonVersion::new(3, 13)));
        assert_eq!(PythonVersion::from_release("3.*"), Some(PythonVersion::new(3, 0)));
        assert_eq!(PythonVersion::from_release("x"), None);
    }
}
