//! Whose annotations are looked at, and by whom: the table that the search fills.
use rustc_hash::FxHashMap;

use super::{Owner, ReadBy, Sight};
use crate::graph::ModuleId;
use crate::semantics::facts::{AnnotationPlace, DefinitionId};

/// Methods that make an instance, or by which it is called.
/// Not in `rules/`: Python's data model has no others.
const MAKERS: [&str; 4] = ["__init__", "__new__", "__post_init__", "__call__"];

/// Whether a method makes an instance of its class, or is what calling one calls.
pub(super) fn makes(name: &str) -> bool {
    MAKERS.contains(&name)
}

/// What a reader that cannot be pinned down may be handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Anything {
    /// Any class: the variables of its body.
    Class,
    /// Any function.
    Function,
    /// The methods that make an instance of any class, or call it.
    Maker,
    /// Anything that has annotations.
    All,
}

/// Who looks at which annotations; the first to be found stands for all.
#[derive(Debug, Default)]
pub(super) struct Reading {
    owners: FxHashMap<(Owner, Sight), ReadBy>,
    variables: FxHashMap<(ModuleId, Sight), ReadBy>,
    modules: FxHashMap<ModuleId, ReadBy>,
    anything: FxHashMap<(Anything, Sight), ReadBy>,
}

impl Reading {
    /// Notes a reader of a function's or class's own annotations; false where one was known that reads as much.
    pub fn owner(&mut self, owner: Owner, sight: Sight, by: &ReadBy) -> bool {
        let known = self.owners.get(&(owner, sight));
        let spares_no_less =
            |known: &ReadBy| (by.spares_private || !known.spares_private) && (by.spares_text || !known.spares_text);
        if known.is_some_and(spares_no_less) {
            return false;
        }
        let spares = |what: fn(&ReadBy) -> bool| what(by) && known.is_none_or(what);
        let by = ReadBy {
            spares_private: spares(|by| by.spares_private),
            spares_text: spares(|by| by.spares_text),
            ..by.clone()
        };
        self.owners.insert((owner, sight), by);
        true
    }

    /// Notes a reader of the annotations of a module's variables.
    pub fn variables(&mut self, module: ModuleId, sight: Sight, by: &ReadBy) {
        self.variables.entry((module, sight)).or_insert_with(|| by.clone());
    }

    /// Notes a reader of every annotation in a module.
    pub fn module(&mut self, module: ModuleId, by: &ReadBy) {
        self.modules.entry(module).or_insert_with(|| by.clone());
    }

    /// Notes a reader of nobody knows what.
    pub fn anything(&mut self, what: Anything, sight: Sight, by: &ReadBy) {
        self.anything.entry((what, sight)).or_insert_with(|| by.clone());
    }

    /// Who looks at an annotation so; `name` is that of its owner.
    pub fn by(
        &self,
        module: ModuleId,
        owner: Option<DefinitionId>,
        name: &str,
        place: AnnotationPlace,
        sight: Sight,
    ) -> Option<&ReadBy> {
        let any = match place {
            AnnotationPlace::Signature => Some(Anything::Function),
            AnnotationPlace::ClassVariable | AnnotationPlace::PrivateVariable => Some(Anything::Class),
            AnnotationPlace::ModuleVariable | AnnotationPlace::LocalVariable => None,
        };
        let anything = |what| self.anything.get(&(what, sight));
        let own = || match owner {
            Some(owner) => (self.owners.get(&((module, owner), sight)))
                .filter(|by| !by.spares_private || place != AnnotationPlace::PrivateVariable),
            None => self.variables.get(&(module, sight)),
        };
        own()
            .or_else(|| self.modules.get(&module))
            .or_else(|| anything(Anything::All))
            .or_else(|| anything(any?))
            .or_else(|| anything(Anything::Maker).filter(|_| makes(name)))
    }
}

/// Somebody who looks at the annotations of what he is handed.
#[derive(Debug, Clone)]
pub(super) struct Looker {
    pub sight: Sight,
    pub by: ReadBy,
    /// Whether he looks at the methods of a class, too.
    pub whole: bool,
    /// What he may be handed where that is not known.
    pub anything: Option<Anything>,
}
