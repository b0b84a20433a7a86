//! How a project writes its import statements, as far as its configuration says so.
use std::collections::{BTreeMap, BTreeSet};

/// What isort, ruff, black and flake8 are told about imports. The default is what is written where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportStyle {
    /// The longest line, in columns.
    pub line_length: usize,
    /// One name per statement.
    pub force_single_line: bool,
    /// A name with `as` in a statement of its own.
    pub separate_as: bool,
    /// By module alone, plain and from-imports mixed.
    pub force_sort_within_sections: bool,
    /// From-imports before plain ones.
    pub from_first: bool,
    /// Constants, then classes, then the rest, within one statement.
    pub order_by_type: bool,
    /// Capitals before small letters.
    pub case_sensitive: bool,
    /// `from . import` before `from .. import`.
    pub closest_first: bool,
    /// What linters make of `x as x`, which says that others take the name from here.
    pub marks: Marks,
    /// Whether strings stand in single quotes; `None` where each file has its own way.
    pub single_quotes: Option<bool>,
    /// Whether linters want the text of an exception in a variable.
    pub names_messages: bool,
    /// Whether linters mind a name with capitals that is imported under one without.
    pub keeps_case: bool,
    /// How imports are grouped, with a blank line between groups; `None` where no tool groups them.
    pub sections: Option<Sections>,
}

/// How a name is kept that is imported for others alone, under `if TYPE_CHECKING:`, as linters have it. Under another name than its own
/// (`x as y`) only an assignment keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marks {
    /// `x as x` keeps an import that nothing else in the file uses, and nobody minds it.
    #[default]
    Keep,
    /// The same in packages; elsewhere they complain of the form, and `x = _x` behind an import of `x as _x` is written.
    Complain,
    /// They know no such form: `x = _x` everywhere.
    Assign,
    /// Only of it: they take no import away.
    Spare,
}

impl Default for ImportStyle {
    fn default() -> Self {
        ImportStyle {
            line_length: 88,
            force_single_line: false,
            separate_as: false,
            force_sort_within_sections: false,
            from_first: false,
            order_by_type: true,
            case_sensitive: false,
            closest_first: false,
            marks: Marks::default(),
            single_quotes: None,
            names_messages: false,
            keeps_case: false,
            sections: None,
        }
    }
}

impl ImportStyle {
    /// Whether two names of one module may not stand in one statement; `renamed` where one of them has an `as`.
    pub fn separates(&self, renamed: bool) -> bool {
        self.force_single_line || (self.separate_as && renamed)
    }

    /// The same with what is known of the project's own modules: their top-level names.
    pub fn with_first_party<'n>(&self, own: impl Iterator<Item = &'n str>) -> Self {
        let mut style = self.clone();
        if let Some(sections) = &mut style.sections {
            let own: BTreeSet<&str> = own.collect();
            sections.first_party.extend(own.into_iter().map(str::to_owned));
        }
        style
    }

    /// Whether several statements may import from one module, so that their names tell their order.
    pub fn has_repeated_modules(&self) -> bool {
        self.force_single_line || self.separate_as
    }
}

/// The groups of imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sections {
    /// Their names in order: `standard-library`, `third-party`, `first-party`, `local-folder`, and those that a project made up.
    pub order: Vec<String>,
    /// The modules that belong to a section by name, with all that is below them.
    pub known: BTreeMap<String, Vec<String>>,
    /// The top-level names of the project's own modules.
    pub first_party: Vec<String>,
}

/// The sections that there are unless a project makes up its own, in their order.
/// Not in `rules/`: isort and ruff have these.
pub const SECTIONS: [&str; 5] = [
    "future",
    "standard-library",
    "third-party",
    "first-party",
    "local-folder",
];

impl Default for Sections {
    fn default() -> Self {
        Sections {
            order: SECTIONS.map(str::to_owned).to_vec(),
            known: BTreeMap::new(),
            first_party: Vec::new(),
        }
    }
}

impl Sections {
    /// The place of a module's section among the others. `is_standard` knows the standard library; a leading dot means relative.
    pub fn of(&self, module: &str, is_standard: impl Fn(&str) -> bool) -> usize {
        let top = module.split('.').next().unwrap_or(module);
        let holds = |pattern: &String| {
            let pattern = pattern.trim_end_matches(".*");
            module == pattern || module.strip_prefix(pattern).is_some_and(|rest| rest.starts_with('.'))
        };
        let longest = |patterns: &Vec<String>| patterns.iter().filter(|one| holds(one)).map(String::len).max();
        let known = self
            .known
            .iter()
            .filter_map(|(name, patterns)| Some((longest(patterns)?, name)));
        let name = match known.max_by_key(|(length, _)| *length) {
            _ if module.starts_with('.') => "local-folder",
            Some((_, name)) => name,
            None if module == "__future__" => "future",
            None if is_standard(module) => "standard-library",
            None if self.first_party.iter().any(|own| own == top) => "first-party",
            None => "third-party",
        };
        self.order
            .iter()
            .position(|one| one == name)
            .unwrap_or(self.order.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_have_their_section() {
        let sections = Sections {
            known: BTreeMap::from([("third-party".to_owned(), vec!["app.vendored".to_owned()])]),
            first_party: vec!["app".to_owned()],
            ..Sections::default()
        };
        let of = |module: &str| SECTIONS[sections.of(module, |name| name == "os")];
        assert_eq!(of("os"), "standard-library");
        assert_eq!(of("numpy.linalg"), "third-party");
        assert_eq!(of("app.cli"), "first-party");
        assert_eq!(of("app.vendored.six"), "third-party");
        assert_eq!(of("app.vendoredness"), "first-party");
        assert_eq!(of("..cli"), "local-folder");
        assert_eq!(of("__future__"), "future");
    }
}
