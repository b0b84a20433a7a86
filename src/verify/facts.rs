//! What `inspect.py` and `uses.py` tell, as data.
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;

/// What was seen of one module.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(super) struct Seen {
    /// Its name.
    pub module: String,
    /// Kind, subject and text of each fact.
    pub facts: Vec<(String, String, String)>,
    /// The modules that importing it loaded, in their order.
    pub loaded: Vec<String>,
    /// Those of the program itself among all that are loaded.
    pub own: Vec<String>,
    /// The files of the tree that were read for it, relative to the tree.
    pub files: Vec<PathBuf>,
    /// By kind of state: what came, and what went, each with the module that it belongs to, if any.
    pub state: Vec<(String, Items, Items)>,
}

/// Texts, each with the module that it belongs to.
pub(super) type Items = Vec<(String, Option<String>)>;

impl Seen {
    /// The facts by kind and subject.
    pub fn by_subject(&self) -> BTreeMap<(&str, &str), &str> {
        self.facts
            .iter()
            .map(|(kind, subject, text)| ((kind.as_str(), subject.as_str()), text.as_str()))
            .collect()
    }

    /// Whether the module could be imported.
    pub fn is_imported(&self) -> bool {
        self.by_subject().get(&("outcome", "")) == Some(&"imported")
    }

    /// The names that it offers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let is_name = |(kind, subject, _): &&(String, String, String)| kind == "name" && !subject.contains('.');
        self.facts
            .iter()
            .filter(is_name)
            .map(|(_, subject, _)| subject.as_str())
    }
}

/// What the program takes from its own modules.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(super) struct Uses {
    /// `module name` to the first place (`file:line`) that takes the name.
    pub taken: BTreeMap<String, String>,
    /// Modules that are star-imported, with a place.
    pub starred: BTreeMap<String, String>,
    /// Whether anything asks a class for its subclasses.
    pub subclasses: bool,
}

impl Uses {
    /// The place that takes a name from a module.
    pub fn of(&self, module: &str, name: &str) -> Option<&str> {
        self.taken.get(&format!("{module} {name}")).map(String::as_str)
    }
}

/// Names of modules.
pub(super) type Names<'a> = BTreeSet<&'a str>;
