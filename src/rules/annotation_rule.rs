//! The shape of an entry that says who reads annotations while a program runs.
use serde::{Deserialize, Serialize};

use super::version::version;

/// A base class, decorator or function, and whether it evaluates annotations.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnnotationRule {
    /// A class whose subclasses' annotations are meant.
    pub base: Option<String>,
    /// A function, class or method used as a decorator, or a call that makes the decorator; what it is put on is meant.
    pub decorator: Option<String>,
    /// A function that reads the annotations of what it is given.
    pub function: Option<String>,
    /// A function whose call has every annotation of some packages evaluated.
    pub hook: Option<String>,
    /// Further names of which the same is true: other places to import it from, and siblings that behave alike.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether everything below the name is meant.
    #[serde(default)]
    pub package_wide: bool,
    /// What it reads.
    pub reads: Reads,
    /// The first Python, such as `3.14`, on which it is so; it reads nothing on earlier ones.
    pub since: Option<String>,
    /// Whether it hands out annotations as they are stored, strings as strings.
    #[serde(default)]
    pub shows: bool,
    /// Of a function: whether only what it is handed by name counts, because of its other arguments none is a function or class.
    #[serde(default)]
    pub named_only: bool,
    /// Of a decorator: whether it looks at the variables of a class, and at what makes an instance, and not at other methods.
    #[serde(default)]
    pub fields_only: bool,
    /// Of a base: whether it leaves annotations alone of variables whose name begins with an underscore and which have a value.
    #[serde(default)]
    pub spares_private: bool,
    /// Of a hook: whether it is the package that calls it which is meant.
    #[serde(default)]
    pub own_package: bool,
    /// The methods by which it is handed functions and classes: what calls one of these on something unknown, in a program that
    /// imports the package, counts.
    #[serde(default)]
    pub methods: Vec<String>,
    /// A keyword argument, such as `pydantic` of a decorator's call, with which it reads everything after all.
    pub unless_keyword: Option<String>,
    /// How it is known, in one sentence.
    pub why: String,
    /// A few lines of Python that use it.
    #[serde(default)]
    pub example: String,
}

impl AnnotationRule {
    /// The role and the name; `None` where the entry has not exactly one.
    pub fn subject(&self) -> Option<(Reader, &str)> {
        match (&self.base, &self.decorator, &self.function, &self.hook) {
            (Some(name), None, None, None) => Some((Reader::Base, name)),
            (None, Some(name), None, None) => Some((Reader::Decorator, name)),
            (None, None, Some(name), None) => Some((Reader::Function, name)),
            (None, None, None, Some(name)) => Some((Reader::Hook, name)),
            _ => None,
        }
    }

    /// What it reads when the program runs on `target` (major, minor), or something newer where nothing is known, and the
    /// call has these keyword arguments.
    pub fn reads_with<'a>(&self, target: (u8, u8), mut keywords: impl Iterator<Item = &'a str>) -> Reads {
        if self
            .unless_keyword
            .as_deref()
            .is_some_and(|unless| keywords.any(|keyword| keyword == unless))
        {
            return Reads::Always;
        }
        let since = self.since.as_deref().and_then(version);
        if since.is_some_and(|since| target < since) {
            Reads::Never
        } else {
            self.reads
        }
    }

    /// The most that it reads, whatever the version of Python and the arguments.
    pub fn reads_at_most(&self) -> Reads {
        if self.unless_keyword.is_some() {
            Reads::Always
        } else {
            self.reads
        }
    }
}

/// How somebody gets at annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// By being inherited from.
    Base,
    /// By decorating.
    Decorator,
    /// By being called with the function or class.
    Function,
    /// By being called with the names of packages.
    Hook,
}

/// Which annotations somebody evaluates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    /// All of them, sooner or later: their names must be there at run time.
    Always,
    /// None: names that only annotations use may be missing at run time, provided that the annotations are strings, be it
    /// by `from __future__ import annotations`. Since Python 3.14 others are not evaluated by their `def` either, but by
    /// anything that calls `inspect.signature` on it; the entries say nothing about that.
    Never,
    /// It looks for `ClassVar`, `InitVar` and `KW_ONLY` only; names of other things may be missing at run time.
    ClassVar,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> AnnotationRule {
        toml::from_str(text).expect("a rule")
    }

    #[test]
    fn an_annotation_rule_names_exactly_one_thing() {
        let head = "reads = 'always'\nwhy = 'w'\nexample = 'e'\n";
        assert_eq!(
            rule(&format!("{head}base = 'a.B'")).subject(),
            Some((Reader::Base, "a.B"))
        );
        assert_eq!(
            rule(&format!("{head}decorator = 'a.b'")).subject(),
            Some((Reader::Decorator, "a.b"))
        );
        assert_eq!(rule(head).subject(), None);
        assert_eq!(rule(&format!("{head}base = 'a'\nfunction = 'b'")).subject(), None);
    }

    fn reads(rule: &AnnotationRule, target: (u8, u8), keywords: &[&str]) -> Reads {
        rule.reads_with(target, keywords.iter().copied())
    }

    #[test]
    fn a_rule_may_begin_with_a_version_of_python() {
        let rule = rule("base = 'a.B'\nreads = 'always'\nsince = '3.14'\nwhy = 'w'\nexample = 'e'");
        assert_eq!(reads(&rule, (3, 9), &[]), Reads::Never);
        assert_eq!(reads(&rule, (3, 13), &[]), Reads::Never);
        assert_eq!(reads(&rule, (3, 14), &[]), Reads::Always);
        assert_eq!(rule.reads_at_most(), Reads::Always);
    }

    #[test]
    fn a_keyword_may_make_it_read_everything() {
        let rule = rule("decorator = 'a.b'\nreads = 'never'\nunless-keyword = 'typed'\nwhy = 'w'\nexample = 'e'");
        assert_eq!(reads(&rule, (3, 12), &["name"]), Reads::Never);
        assert_eq!(reads(&rule, (3, 12), &["name", "typed"]), Reads::Always);
        assert_eq!(rule.reads_at_most(), Reads::Always);
    }
}
