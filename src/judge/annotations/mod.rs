//! Whether an annotation is evaluated, when, and by whom.
//!
//! Two ways of looking at annotations are told apart. A reader that *evaluates* them needs the names in them, be they strings or not.
//! One that takes them as they are *stored* sees strings where there are strings, so that it minds only if one is put in quotes.
mod calls;
mod flow;
mod hooks;
mod inits;
mod lookup;
mod meaning;
mod objects;
mod packages;
mod reading;
mod spread;
mod text;
mod uses;
mod wanted;

use super::inputs::Inputs;
use crate::graph::{ModuleId, Sighting};
use crate::semantics::facts::{AnnotationPlace, DefinitionId, Path};
use calls::Calls;
use lookup::{Look, Lookup};
use objects::Objects;
use reading::Reading;
use spread::Spread;

/// Bases, decorators, calls and names are followed this far.
const DEEPEST: usize = 8;

/// A function or class of the project.
type Owner = (ModuleId, DefinitionId);

/// How somebody looks at annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sight {
    /// As they are stored: a string is a string.
    Stored,
    /// For what they name, strings included.
    Evaluated,
}

/// Who looks at annotations of an owner at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadBy {
    /// In words: the base class, decorator or call.
    pub who: String,
    /// Where, if it is one place.
    pub at: Option<Sighting>,
    /// Whether annotations of private variables that have a value are left alone.
    pub spares_private: bool,
    /// Whether annotations that are strings are left alone.
    pub spares_text: bool,
}

impl ReadBy {
    fn path(what: &str, path: Option<&Path>) -> Self {
        ReadBy {
            who: path.map_or_else(|| what.to_owned(), |path| format!("{what} `{}`", path.dotted())),
            at: None,
            spares_private: false,
            spares_text: false,
        }
    }

    fn call(how: &str, at: Sighting) -> Self {
        ReadBy {
            who: format!("`{how}`"),
            at: Some(at),
            spares_private: false,
            spares_text: false,
        }
    }
}

/// The readers of annotations in a program.
pub(super) struct AnnotationReaders<'a> {
    lookup: Lookup<'a>,
    reading: Reading,
}

impl<'a> AnnotationReaders<'a> {
    /// Looks for them in the whole project.
    pub fn new(inputs: Inputs<'a>) -> Self {
        let lookup = Lookup::new(inputs);
        let objects = Objects::new(inputs.program, inputs.rules);
        let mut spread = Spread::new(&lookup, &objects);
        spread.definitions();
        spread.stood_for();
        Calls::new(&lookup, &objects, &mut spread).collect();
        let reading = spread.finish();
        AnnotationReaders { lookup, reading }
    }

    /// Who evaluates an annotation, given its owner and what it annotates; none if nobody is known to. With `to_quote`, who
    /// would notice that it becomes a string, too.
    ///
    /// `names` are the names of what the annotation's head stands for: dataclasses look for a few of them.
    pub fn read_by(
        &self,
        module: ModuleId,
        owner: Option<DefinitionId>,
        place: AnnotationPlace,
        names: &[String],
        to_quote: bool,
    ) -> Option<ReadBy> {
        if place == AnnotationPlace::LocalVariable {
            return None;
        }
        let definition = owner.and_then(|id| self.lookup.inputs.program.facts(module)?.definitions.get(id as usize));
        let name = definition.map(|owner| owner.name.as_str()).unwrap_or_default();
        let seen = |sight| self.reading.by(module, owner, name, place, sight).cloned();
        seen(Sight::Evaluated)
            .or_else(|| seen(Sight::Stored).filter(|_| to_quote))
            .or_else(|| self.looked_for(module, owner?, names))
    }

    /// A decorator or base class that evaluates the fields of a class where it stands, from Python 3.14 on: before, Python had done
    /// so, or they are strings. A base class leaves strings alone.
    pub fn fields_read_by(
        &self,
        module: ModuleId,
        owner: Option<DefinitionId>,
        place: AnnotationPlace,
        is_text: bool,
    ) -> Option<ReadBy> {
        if !matches!(place, AnnotationPlace::ClassVariable | AnnotationPlace::PrivateVariable) {
            return None;
        }
        let decorator = self.lookup.decorated((module, owner?)).map(|(_, who)| who);
        decorator.or_else(|| self.lookup.made_by_base((module, owner?), 0).filter(|_| !is_text))
    }

    /// A decorator that looks for `ClassVar` and the like among the annotations.
    fn looked_for(&self, module: ModuleId, owner: DefinitionId, names: &[String]) -> Option<ReadBy> {
        let special = names
            .iter()
            .any(|name| matches!(name.rsplit('.').next(), Some("ClassVar" | "InitVar" | "KW_ONLY")));
        let (look, who) = self.lookup.decorated((module, owner))?;
        (special && look == Look::ClassVar).then_some(who)
    }
}
