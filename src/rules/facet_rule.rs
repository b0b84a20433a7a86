//! The shape of the entries in `rules/facets-*.toml`: what using something by its dotted name does to which facets.
use serde::Deserialize;

use super::facet::{FacetError, FacetPattern, Handed, Naming};

/// What is known of functions, classes, methods or objects of these names.
///
/// What is absent is not known, which is something else than known to touch nothing: `call = {}`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FacetRule {
    /// The dotted names; those without a dot are builtins. A method is named after the class: `pathlib.Path.exists`.
    pub names: Vec<String>,
    /// What calling it touches, before it returns.
    pub call: Option<Touches>,
    /// What reading the name touches.
    pub read: Option<Touches>,
    /// What assigning to the name, or deleting it, touches.
    pub write: Option<Touches>,
    /// What using its contents touches: `reads` where they are read, everything else where they change. `{0}` is the key,
    /// be it of a subscript, of `in` or of a method such as `pop`; where there is none, or it is not a literal, all are meant.
    pub item: Option<Touches>,
    /// What entering what a call makes, as a context manager, touches; leaving it touches that again.
    pub enter: Option<Touches>,
    /// What an operator on what a call makes touches.
    pub operator: Option<Touches>,
    /// What setting an attribute of what a call makes touches, at import.
    pub attribute: Option<Touches>,
    /// What a call runs before it returns: functions are called, iterators gone through.
    #[serde(default)]
    pub runs: Vec<Handed>,
    /// What a call keeps, so that it may be called later.
    #[serde(default)]
    pub keeps: Vec<Handed>,
    /// What a call changes of what it is handed: others who have that notice.
    #[serde(default)]
    pub changes: Vec<Handed>,
    /// The module that a call loads.
    pub loads: Option<Naming>,
    /// The argument that says how a file is opened: where it is a literal that only reads (`r`, `rb`, `rt`), `writes` are none.
    pub mode: Option<Naming>,
    /// The argument that tells a call what it would otherwise look up, or settle for everybody: where it is there, and not
    /// `None`, the call touches nothing.
    pub given: Option<Naming>,
    /// Texts of the first argument, in any case, with which a call depends on nothing.
    #[serde(default)]
    pub reads_nothing_for: Vec<String>,
    /// What a call writes besides, unless it is told not to.
    pub unless_false: Option<UnlessFalse>,
    /// The keyword of the object that a call writes to, instead of the stream that it touches otherwise.
    pub stream: Option<String>,
    /// Whose object a call returns; where that is absent, it may be anybody's.
    pub returns: Option<Returns>,
    /// Whether a call runs native code, which is taken for harmless and counted.
    #[serde(default)]
    pub native: bool,
    /// Whether what lies below is found only by any code that writes its name.
    #[serde(default)]
    pub by_name: bool,
    /// The class of what a call returns, where its methods have entries. That of a class's call is the class.
    pub class: Option<String>,
    /// How it is known, or why it matters, in one sentence.
    pub why: String,
    /// A few lines of Python that use it, where that is not obvious.
    pub example: Option<String>,
}

/// What a call writes unless it is told `False`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UnlessFalse {
    /// The keyword, or the key of the first argument, by which it is told.
    pub name: String,
    /// What it replaces otherwise.
    pub writes: Vec<FacetPattern>,
}

/// What something does to facets.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Touches {
    /// What it depends on.
    #[serde(default)]
    pub reads: Vec<FacetPattern>,
    /// What it replaces.
    #[serde(default)]
    pub writes: Vec<FacetPattern>,
    /// What it adds something to whose order and number nobody sees.
    #[serde(default)]
    pub adds: Vec<FacetPattern>,
    /// What it adds something to in order.
    #[serde(default)]
    pub appends: Vec<FacetPattern>,
}

impl Touches {
    /// Whether it touches nothing.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Everything that it touches, however.
    pub fn all(&self) -> impl Iterator<Item = &FacetPattern> {
        self.reads
            .iter()
            .chain(&self.writes)
            .chain(&self.adds)
            .chain(&self.appends)
    }
}

/// Whose object a call returns: `fresh`, `shared`, `text or default`, `argument 0`, `argument self`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
#[cfg_attr(test, schemars(with = "String"))]
pub enum Returns {
    /// A new one, or one that nobody can change: nobody else has it.
    Fresh,
    /// One that others have, too.
    Shared,
    /// A text that nobody knows, or its second argument, or else `None`.
    TextOrDefault,
    /// What it was handed.
    Argument(Handed),
}

impl TryFrom<String> for Returns {
    type Error = FacetError;

    fn try_from(text: String) -> Result<Self, FacetError> {
        match text.as_str() {
            "fresh" => Ok(Returns::Fresh),
            "shared" => Ok(Returns::Shared),
            "text or default" => Ok(Returns::TextOrDefault),
            other => {
                let argument = other.strip_prefix("argument ").and_then(Handed::parse);
                argument.map(Returns::Argument).ok_or(FacetError::Naming(text))
            }
        }
    }
}

impl FacetRule {
    /// Everything that it says about facets.
    pub fn touches(&self) -> impl Iterator<Item = &Touches> {
        [&self.call, &self.read, &self.write, &self.item, &self.enter]
            .into_iter()
            .flatten()
    }

    /// Whether the entry says something, and nothing of a call that it does not know.
    pub fn is_consistent(&self) -> bool {
        let of_calls = !self.runs.is_empty()
            || !self.keeps.is_empty()
            || !self.changes.is_empty()
            || self.loads.is_some()
            || self.mode.is_some()
            || !self.reads_nothing_for.is_empty()
            || self.stream.is_some()
            || self.returns.is_some()
            || self.class.is_some();
        !self.names.is_empty() && self.touches().next().is_some() && (self.call.is_some() || !of_calls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FacetRule, toml::de::Error> {
        toml::from_str(&format!("names = ['a.b']\nwhy = 'w'\n{text}"))
    }

    #[test]
    fn an_entry_is_read() {
        let rule =
            read("call = { reads = ['env:{0}'], adds = ['atexit'] }\nruns = [0, 'key', '*']\nreturns = 'argument 0'");
        let rule = rule.expect("a rule");
        assert_eq!(
            rule.runs,
            [Handed::Place(0), Handed::Keyword("key".to_owned()), Handed::EveryPlace]
        );
        assert_eq!(rule.returns, Some(Returns::Argument(Handed::Place(0))));
        assert_eq!(rule.call.as_ref().map(|call| call.all().count()), Some(2));
        assert!(rule.is_consistent());
    }

    #[test]
    fn nothing_known_and_known_to_touch_nothing_are_two_things() {
        let known = read("call = {}").expect("a rule");
        assert!(known.call.as_ref().is_some_and(Touches::is_empty));
        let unknown = read("").expect("a rule");
        assert_eq!(unknown.call, None);
        assert!(!unknown.is_consistent());
        assert!(!read("read = {}\nreturns = 'fresh'").expect("a rule").is_consistent());
    }

    #[test]
    fn what_nobody_knows_is_an_error() {
        for text in [
            "calls = {}",
            "call = { read = ['cwd'] }",
            "call = { reads = ['cdw'] }",
            "call = {}\nruns = [-1]",
            "call = {}\nruns = [1.5]",
            "call = {}\nreturns = 'argument'",
            "call = {}\nloads = '0'",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
