//! What decorators and base classes do with the annotations of what they are put on: by the rules, or by what their own code says.
use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::super::inputs::{Inputs, LAZY};
use super::text::evaluates_text;
use super::{DEEPEST, Owner, ReadBy, Sight};
use crate::graph::{Entity, Kind, ModuleId};
use crate::rules::{AnnotationRule, Reader, Reads};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, HintRead, MODULE, Operation, Path};

/// What somebody does with annotations, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Look {
    /// Nothing.
    Away,
    /// Searches strings for `ClassVar`, `InitVar` and `KW_ONLY`.
    ClassVar,
    /// Takes them as they are stored.
    Stored,
    /// Evaluates them.
    Evaluated,
}

impl Look {
    /// As a way of looking at all of them, if it is one.
    pub fn sight(self) -> Option<Sight> {
        match self {
            Look::Away | Look::ClassVar => None,
            Look::Stored => Some(Sight::Stored),
            Look::Evaluated => Some(Sight::Evaluated),
        }
    }
}

/// Answers what the rules and the code of decorators and bases say.
pub(super) struct Lookup<'a> {
    pub inputs: Inputs<'a>,
    /// What functions do that were asked for: decorators are used often.
    bodies: RefCell<FxHashMap<Owner, Look>>,
}

impl<'a> Lookup<'a> {
    pub fn new(inputs: Inputs<'a>) -> Self {
        Lookup {
            inputs,
            bodies: RefCell::default(),
        }
    }

    pub fn names(&self, module: ModuleId, path: &Path) -> Vec<String> {
        self.inputs.program.known_names(module, path)
    }

    /// The first rule about one of these names.
    pub fn rule(&self, reader: Reader, names: &[String]) -> Option<&'a AnnotationRule> {
        names
            .iter()
            .find_map(|name| self.inputs.rules.annotation_rule(reader, name))
    }

    /// What a rule says for the target version. Which arguments a decorator or base is given is not known here.
    pub fn look(&self, rule: &AnnotationRule) -> Look {
        let reads = match rule.unless_keyword {
            Some(_) => rule.reads_at_most(),
            None => rule.reads_with(self.inputs.options.target, std::iter::empty()),
        };
        match reads {
            Reads::Always => Look::Evaluated,
            // From 3.14 on, a dataclass asks for the values of its annotations.
            Reads::ClassVar if self.inputs.options.target >= (3, 14) => Look::Evaluated,
            Reads::ClassVar => Look::ClassVar,
            Reads::Never if rule.shows => self.shown(),
            Reads::Never => Look::Away,
        }
    }

    /// What taking stored annotations comes to: since 3.14 they are evaluated for any code that takes them.
    pub fn shown(&self) -> Look {
        if self.inputs.options.target >= (3, 14) {
            Look::Evaluated
        } else {
            Look::Stored
        }
    }

    /// What a call or attribute that gets at annotations does with them.
    pub fn hint(&self, facts: &ModuleFacts, read: &HintRead) -> Look {
        // Since 3.14 a signature holds evaluated annotations, wanted or not.
        if read.names_only {
            return match self.inputs.options.target >= (3, 14) {
                true => Look::Evaluated,
                false => Look::Away,
            };
        }
        let takes = matches!(
            read.how.as_str(),
            "signature" | "getfullargspec" | "get_annotations" | "__annotations__" | "__dataclass_fields__"
        );
        match takes {
            // Any code that takes strings and evaluates text, or looks names up, evaluates what it took.
            true if evaluates_text(self.inputs.rules, facts) => Look::Evaluated,
            true => self.shown(),
            false => Look::Evaluated,
        }
    }

    /// The decorator that does most with the annotations of a definition, if one does anything.
    pub fn decorated(&self, (module, id): Owner) -> Option<(Look, ReadBy)> {
        let facts = self.inputs.program.facts(module)?;
        let looks = facts.definitions[id as usize].decorators.iter().map(|decorator| {
            let look = decorator
                .path
                .as_ref()
                .map_or(Look::Evaluated, |path| self.decorator(module, facts, path, 0));
            let who = match &decorator.path {
                Some(path) => ReadBy::path("the decorator", Some(path)),
                None => ReadBy::path("a decorator", None),
            };
            (look, who)
        });
        looks
            .filter(|(look, _)| *look != Look::Away)
            .reduce(|most, next| if next.0 > most.0 { next } else { most })
    }

    /// Whether those decorators that look at the annotations of a class look at its fields only.
    pub fn looks_at_fields(&self, (module, id): Owner) -> bool {
        let definition = self
            .inputs
            .program
            .facts(module)
            .map(|facts| (facts, &facts.definitions[id as usize]));
        definition.is_some_and(|(facts, definition)| {
            definition.decorators.iter().all(|decorator| {
                let Some(path) = &decorator.path else { return false };
                let rule = self.rule(Reader::Decorator, &self.names(module, path));
                let looks = || self.decorator(module, facts, path, 0).sight().is_some();
                rule.is_some_and(|rule| rule.fields_only) || !looks()
            })
        })
    }

    fn decorator(&self, module: ModuleId, facts: &ModuleFacts, path: &Path, depth: usize) -> Look {
        let names = self.names(module, path);
        if let Some(rule) = self.rule(Reader::Decorator, &names) {
            return self.look(rule);
        }
        if path.binding.is_none() {
            // A builtin: `property`, `staticmethod`, `classmethod`.
            return Look::Away;
        }
        // A function or class of its own file, or one that is imported.
        let entity = self.inputs.program.entity(module, path).or_else(|| {
            let local = &facts.bindings[path.binding? as usize];
            (local.kinds.functions > 0).then(|| Entity::Attribute(module, local.name.clone()))
        });
        let Some(Entity::Attribute(target, name)) = entity else {
            return Look::Evaluated;
        };
        if self.inputs.program.modules[target].kind == Kind::Standard {
            return Look::Away;
        }
        let Some(target_facts) = self.inputs.program.facts(target) else {
            return Look::Evaluated;
        };
        let last = name.rsplit('.').next().unwrap_or_default();
        let position = target_facts
            .definitions
            .iter()
            .position(|definition| definition.name == last);
        match position {
            Some(id) if depth < DEEPEST => self.body((target, id as u32), depth + 1),
            _ => Look::Evaluated,
        }
    }

    /// What a function (with the functions in it and those that it calls) does with annotations.
    pub fn body(&self, owner: Owner, depth: usize) -> Look {
        if let Some(&known) = self.bodies.borrow().get(&owner) {
            return known;
        }
        // Whatever calls itself does no more for that.
        self.bodies.borrow_mut().insert(owner, Look::Away);
        let found = self.body_within(owner, depth);
        self.bodies.borrow_mut().insert(owner, found);
        found
    }

    fn body_within(&self, (module, id): Owner, depth: usize) -> Look {
        let Some(facts) = self.inputs.program.facts(module) else {
            return Look::Evaluated;
        };
        let definition = &facts.definitions[id as usize];
        let within = |scope| facts.scope_chain(scope).any(|id| id == definition.body);
        let hints = facts.hint_reads.iter().filter(|read| within(read.scope));
        let mut most = hints.map(|read| self.hint(facts, read)).max().unwrap_or(Look::Away);
        let is_hint = |operation: &&Operation| facts.hint_reads.iter().any(|read| read.span == operation.span);
        let others = facts.operations.iter().filter(|operation| !is_hint(operation));
        for operation in others.filter(|operation| within(operation.scope)) {
            let Some(path) = operation.path.as_ref().filter(|_| most < Look::Evaluated) else {
                continue;
            };
            let names = self.names(module, path);
            // What is said of this very function holds, whatever its package's decorators do.
            let function = self.rule(Reader::Function, &names);
            let decorator = match function {
                Some(exact) if !exact.package_wide => None,
                _ => self.rule(Reader::Decorator, &names),
            };
            for rule in function.into_iter().chain(decorator) {
                // One that searches for `ClassVar` does so in a class.
                let look = Some(self.look(rule)).filter(|&look| look != Look::ClassVar);
                most = most.max(look.unwrap_or(Look::Away));
            }
            if let Some(Entity::Attribute(target, name)) = self.inputs.program.entity(module, path)
                && depth < DEEPEST
                && let Some(target_facts) = self.inputs.program.facts(target)
                && let Some(called) = target_facts
                    .definitions
                    .iter()
                    .position(|called| called.scope == MODULE && called.name == name)
            {
                most = most.max(self.body((target, called as u32), depth + 1));
            }
        }
        most
    }

    /// The base class or metaclass that looks at the annotations of a class, and how.
    pub fn based(&self, module: ModuleId, definition: &Definition, depth: usize) -> Option<(Look, ReadBy)> {
        if depth > DEEPEST {
            return Some((Look::Evaluated, ReadBy::path("a base class", None)));
        }
        let metaclass = definition.keywords.iter().find(|(keyword, path)| {
            let names = path.as_ref().map(|path| self.names(module, path)).unwrap_or_default();
            let harmless = names
                .iter()
                .any(|name| name.starts_with("abc.") || name.starts_with("enum."));
            keyword == "metaclass" && !harmless
        });
        if let Some((_, path)) = metaclass {
            return Some((Look::Evaluated, ReadBy::path("the metaclass", path.as_ref())));
        }
        let looks = definition.bases.iter().filter_map(|base| match base {
            Some(base) => self.base(module, base, depth),
            None => Some((Look::Evaluated, ReadBy::path("a computed base class", None))),
        });
        looks.reduce(most)
    }

    /// The base class that evaluates the fields of a class when that is made, from Python 3.14 on.
    pub fn made_by_base(&self, (module, id): Owner, depth: usize) -> Option<ReadBy> {
        let definition = self.inputs.program.facts(module)?.definitions.get(id as usize)?;
        let mut bases = definition.bases.iter().flatten();
        bases.find_map(|base| {
            let rule = self.rule(Reader::Base, &self.names(module, base));
            if let Some(rule) = rule {
                return evaluates_for_itself(rule).then(|| ReadBy::path("the base class", Some(base)));
            }
            let Some(Entity::Attribute(target, name)) = self.inputs.program.entity(module, base) else {
                return None;
            };
            let (id, _) = self.class(target, &name).filter(|_| depth < DEEPEST)?;
            self.made_by_base((target, id), depth + 1)
        })
    }

    /// Whether those bases that look at the annotations of a class all leave its private variables alone.
    pub fn spares_private(&self, (module, id): Owner) -> bool {
        let definition = self
            .inputs
            .program
            .facts(module)
            .map(|facts| &facts.definitions[id as usize]);
        let by = definition.and_then(|definition| self.based(module, definition, 0));
        by.is_some_and(|(_, by)| by.spares_private)
    }

    /// The class of this name that a module defines.
    fn class(&self, module: ModuleId, name: &str) -> Option<(u32, &'a Definition)> {
        let definitions = &self.inputs.program.facts(module)?.definitions;
        let is_it = |class: &Definition| class.is_class && class.scope == MODULE && class.name == name;
        let id = definitions.iter().position(is_it)?;
        Some((id as u32, &definitions[id]))
    }

    fn base(&self, module: ModuleId, base: &Path, depth: usize) -> Option<(Look, ReadBy)> {
        let by = |look| Some((look, ReadBy::path("the base class", Some(base))));
        if let Some(rule) = self.rule(Reader::Base, &self.names(module, base)) {
            let look = self.look(rule);
            let (_, who) = by(look).filter(|_| look != Look::Away)?;
            let (spares_private, spares_text) = (rule.spares_private, evaluates_for_itself(rule));
            let by = ReadBy {
                spares_private,
                spares_text,
                ..who
            };
            return Some((look, by));
        }
        base.binding?;
        let Some(Entity::Attribute(target, name)) = self.inputs.program.entity(module, base) else {
            return by(Look::Evaluated);
        };
        let owner = &self.inputs.program.modules[target];
        if owner.kind == Kind::Standard {
            return None;
        }
        let Some((id, class)) = self.class(target, &name) else {
            return by(Look::Evaluated);
        };
        // What the methods of a class of the project read is known object by object.
        let methods = if owner.is_own() {
            Look::Away
        } else {
            self.body((target, id), depth + 1)
        };
        let own = by(methods).filter(|_| methods != Look::Away);
        let inherited = self.decorated((target, id)).filter(|(look, _)| *look != Look::ClassVar);
        let looks = [own, inherited, self.based(target, class, depth + 1)];
        looks.into_iter().flatten().reduce(most)
    }
}

/// The one that does more, which spares what both spare.
fn most(one: (Look, ReadBy), other: (Look, ReadBy)) -> (Look, ReadBy) {
    let spares_private = one.1.spares_private && other.1.spares_private;
    let spares_text = one.1.spares_text && other.1.spares_text;
    let (look, who) = if other.0 > one.0 { other } else { one };
    let by = ReadBy {
        spares_private,
        spares_text,
        ..who
    };
    (look, by)
}

/// Whether a base class asks for the values of annotations when the class is made, from Python 3.14 on, and takes strings as they are.
fn evaluates_for_itself(rule: &AnnotationRule) -> bool {
    rule.since.is_some() && rule.reads_with(LAZY, std::iter::empty()) == Reads::Always
}
