//! Whether an annotation is evaluated, when, and by whom.
use super::inputs::Inputs;
use crate::graph::{Entity, Kind, ModuleId, Sighting};
use crate::rules::{Reader, Reads};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    AnnotationPlace, Definition, DefinitionId, HintRead, MODULE, Object, OperationKind, Path,
};

/// Bases, decorators and calls are followed this far.
const DEEPEST: usize = 8;

/// Whether Python evaluates an annotation when it executes the definition that carries it (PEP 526, 563, 649).
pub(super) fn evaluated_at_definition(
    target: (u8, u8),
    facts: &ModuleFacts,
    place: AnnotationPlace,
    quoted: bool,
) -> bool {
    !quoted && place != AnnotationPlace::LocalVariable && !facts.future_annotations && target < (3, 14)
}

/// Who evaluates annotations of an owner at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadBy {
    /// In words: the base class, decorator or call.
    pub who: String,
    /// Where, if it is one place.
    pub at: Option<Sighting>,
}

/// The readers of annotations in a program.
pub(super) struct AnnotationReaders<'a> {
    inputs: Inputs<'a>,
    /// Calls that evaluate the annotations of something that cannot be told.
    unknown: Option<(Sighting, String)>,
    /// Calls that evaluate the annotations of some class that cannot be told, but never those of a function.
    unknown_class: Option<(Sighting, String)>,
    /// Calls that evaluate the annotations of a known thing.
    known: Vec<(Entity, Sighting, String)>,
}

impl<'a> AnnotationReaders<'a> {
    /// Looks for the calls in the whole project.
    pub fn new(inputs: Inputs<'a>) -> Self {
        let mut readers = AnnotationReaders {
            inputs,
            unknown: None,
            unknown_class: None,
            known: Vec::new(),
        };
        for module in 0..inputs.program.modules.len() {
            let Some(facts) = inputs
                .program
                .facts(module)
                .filter(|_| inputs.program.modules[module].is_own())
            else {
                continue;
            };
            for read in &facts.hint_reads {
                readers.note(module, read);
            }
            for operation in facts
                .operations
                .iter()
                .filter(|operation| operation.kind == OperationKind::Call)
            {
                let Some(path) = operation.path.as_ref().filter(|_| !operation.arguments.is_empty()) else {
                    continue;
                };
                // When `signature` evaluates depends on the version and an argument: it is among the hint reads.
                if path.last() == "signature" {
                    continue;
                }
                let names = inputs.program.known_names(module, path);
                if readers.rule(Reader::Function, &names) == Some(Reads::Always)
                    || readers.rule(Reader::Decorator, &names) == Some(Reads::Always)
                {
                    let at = Sighting {
                        module,
                        span: operation.span,
                    };
                    for argument in &operation.arguments {
                        if let Some(entity) = inputs.program.entity(module, argument) {
                            readers.known.push((entity, at, path.dotted()));
                        }
                    }
                } else if readers.is_unknown_package(&names) {
                    let at = Sighting {
                        module,
                        span: operation.span,
                    };
                    // Whoever is handed a class may look at the hints of what it takes.
                    for argument in &operation.arguments {
                        if let Some(entity) = inputs
                            .program
                            .entity(module, argument)
                            .filter(|entity| readers.is_class(entity))
                        {
                            readers.known.push((entity, at, path.dotted()));
                        }
                    }
                }
            }
        }
        readers
    }

    fn note(&mut self, module: ModuleId, read: &HintRead) {
        // Before 3.14 these two hand out what is stored, and evaluate nothing.
        if self.inputs.options.target < (3, 14) && matches!(read.how.as_str(), "signature" | "__annotations__") {
            return;
        }
        let at = Sighting {
            module,
            span: read.span,
        };
        let entity = match &read.object {
            // A builtin has no annotations of the project's.
            Object::Path(path) if path.binding.is_none() => return,
            Object::Path(path) => self.inputs.program.entity(module, path),
            _ => None,
        };
        match entity {
            Some(entity) if !self.is_variable(&entity) => self.known.push((entity, at, read.how.clone())),
            // An alias of types, say.
            Some(_) if matches!(read.how.as_str(), "TypeAdapter" | "create_model" | "resolve_types") => {
                self.unknown_class.get_or_insert((at, read.how.clone()));
            }
            _ => {
                self.unknown.get_or_insert((at, read.how.clone()));
            }
        }
    }

    /// Whether a call goes to an installed package of which the rules say nothing.
    fn is_unknown_package(&self, names: &[String]) -> bool {
        let kind = |name: &str| {
            let top = name.split('.').next().unwrap_or_default();
            self.inputs
                .program
                .find(top)
                .map(|id| self.inputs.program.modules[id].kind)
        };
        let outside = names
            .iter()
            .any(|name| matches!(kind(name), Some(Kind::Site | Kind::Missing)));
        let readers = [Reader::Function, Reader::Decorator];
        let known = readers.iter().any(|&reader| self.rule(reader, names).is_some());
        outside && !known && !names.iter().any(|name| self.inputs.rules.is_harmless_call(name))
    }

    fn is_class(&self, entity: &Entity) -> bool {
        let Entity::Attribute(module, name) = entity else {
            return false;
        };
        let definitions = self
            .inputs
            .program
            .facts(*module)
            .map(|facts| facts.definitions.as_slice());
        definitions
            .unwrap_or_default()
            .iter()
            .any(|class| class.is_class && class.scope == MODULE && class.name == *name)
    }

    fn is_variable(&self, entity: &Entity) -> bool {
        let Entity::Attribute(module, name) = entity else {
            return false;
        };
        let Some(facts) = self.inputs.program.facts(*module) else {
            return false;
        };
        let head = name.split('.').next().unwrap_or_default();
        facts.global(head).is_some_and(|id| {
            let kinds = facts.bindings[id as usize].kinds;
            kinds.functions + kinds.classes == 0
        })
    }

    /// Who evaluates an annotation, given its owner and what it annotates; none if nobody is known to.
    ///
    /// `names` are the names of what the annotation's head stands for: dataclasses look for a few of them.
    pub fn read_by(
        &self,
        module: ModuleId,
        owner: Option<DefinitionId>,
        place: AnnotationPlace,
        names: &[String],
    ) -> Option<ReadBy> {
        if place == AnnotationPlace::LocalVariable {
            return None;
        }
        if let Some((at, how)) = &self.unknown {
            return Some(ReadBy {
                who: format!("`{how}`"),
                at: Some(*at),
            });
        }
        if let Some((at, how)) = self
            .unknown_class
            .as_ref()
            .filter(|_| place == AnnotationPlace::ClassVariable)
        {
            return Some(ReadBy {
                who: format!("`{how}`"),
                at: Some(*at),
            });
        }
        let facts = self.inputs.program.facts(module)?;
        let Some(owner) = owner else {
            return self.known_reader(&Entity::Module(module));
        };
        let definition = &facts.definitions[owner as usize];
        if let Some(read) = self.known_reader(&Entity::Attribute(module, qualified_name(facts, definition))) {
            return Some(read);
        }
        // Of a class that is handed on, the hints of its methods are read, too.
        if let Some((class, _)) = qualified_name(facts, definition).rsplit_once('.')
            && let Some(read) = self.known_reader(&Entity::Attribute(module, class.to_owned()))
        {
            return Some(read);
        }
        if place == AnnotationPlace::Signature {
            return self
                .decorated(module, facts, definition, names)
                .or_else(|| self.by_class_of(module, facts, definition));
        }
        self.decorated(module, facts, definition, names)
            .or_else(|| self.by_base(module, definition, 0))
    }

    fn known_reader(&self, entity: &Entity) -> Option<ReadBy> {
        let (_, at, how) = self.known.iter().find(|(known, _, _)| known == entity)?;
        Some(ReadBy {
            who: format!("`{how}`"),
            at: Some(*at),
        })
    }

    /// A decorator of the class around a method may read the method's annotations.
    fn by_class_of(&self, module: ModuleId, facts: &ModuleFacts, definition: &Definition) -> Option<ReadBy> {
        let class = facts.scopes[definition.scope as usize].definition?;
        let class = &facts.definitions[class as usize];
        if !class.is_class {
            return None;
        }
        class.decorators.iter().find_map(|decorator| {
            let names = decorator
                .path
                .as_ref()
                .map(|path| self.inputs.program.known_names(module, path))
                .unwrap_or_default();
            (self.rule(Reader::Decorator, &names) == Some(Reads::Always))
                .then(|| read_by("the decorator", decorator.path.as_ref()))
        })
    }

    fn decorated(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        definition: &Definition,
        annotated: &[String],
    ) -> Option<ReadBy> {
        definition.decorators.iter().find_map(|decorator| {
            let Some(path) = &decorator.path else {
                return Some(read_by("a decorator", None));
            };
            let reads = self.decorator_reads(module, facts, path, 0);
            let special = annotated
                .iter()
                .any(|name| matches!(name.rsplit('.').next(), Some("ClassVar" | "InitVar" | "KW_ONLY")));
            let is_read = match reads {
                Reads::Always => true,
                Reads::Never => false,
                // From 3.14 on, a dataclass asks for the values of its annotations.
                Reads::ClassVar => special || self.inputs.options.target >= (3, 14),
            };
            is_read.then(|| read_by("the decorator", Some(path)))
        })
    }

    fn decorator_reads(&self, module: ModuleId, facts: &ModuleFacts, path: &Path, depth: usize) -> Reads {
        let names = self.inputs.program.known_names(module, path);
        if let Some(reads) = self.rule(Reader::Decorator, &names) {
            return reads;
        }
        if path.binding.is_none() {
            // A builtin: `property`, `staticmethod`, `classmethod`.
            return Reads::Never;
        }
        // A function or class of its own file, or one that is imported.
        let entity = self.inputs.program.entity(module, path).or_else(|| {
            let local = &facts.bindings[path.binding? as usize];
            (local.kinds.functions > 0).then(|| Entity::Attribute(module, local.name.clone()))
        });
        let Some(Entity::Attribute(target, name)) = entity else {
            return Reads::Always;
        };
        if self.inputs.program.modules[target].kind == Kind::Standard {
            return Reads::Never;
        }
        let Some(target_facts) = self.inputs.program.facts(target) else {
            return Reads::Always;
        };
        let definition = target_facts
            .definitions
            .iter()
            .find(|definition| definition.name == name.rsplit('.').next().unwrap_or_default());
        match definition {
            Some(definition) if depth < DEEPEST => self.body_reads(target, target_facts, definition, depth + 1),
            _ => Reads::Always,
        }
    }

    /// Whether a function (with the functions in it and those that it calls) evaluates annotations.
    fn body_reads(&self, module: ModuleId, facts: &ModuleFacts, definition: &Definition, depth: usize) -> Reads {
        let within = |scope| facts.scope_chain(scope).any(|id| id == definition.body);
        let before = self.inputs.options.target < (3, 14);
        let hints = facts.hint_reads.iter().any(|read| {
            within(read.scope) && !(before && matches!(read.how.as_str(), "signature" | "__annotations__"))
        });
        if hints {
            return Reads::Always;
        }
        for operation in facts.operations.iter().filter(|operation| within(operation.scope)) {
            let Some(path) = &operation.path else { continue };
            let names = self.inputs.program.known_names(module, path);
            let readers = [Reader::Decorator, Reader::Function];
            if readers
                .iter()
                .any(|&reader| self.rule(reader, &names) == Some(Reads::Always))
            {
                return Reads::Always;
            }
            if let Some(Entity::Attribute(target, name)) = self.inputs.program.entity(module, path)
                && depth < DEEPEST
                && let Some(target_facts) = self.inputs.program.facts(target)
                && let Some(called) = target_facts
                    .definitions
                    .iter()
                    .find(|called| called.scope == MODULE && called.name == name)
                && called.name_span != definition.name_span
                && self.body_reads(target, target_facts, called, depth + 1) == Reads::Always
            {
                return Reads::Always;
            }
        }
        Reads::Never
    }

    fn by_base(&self, module: ModuleId, definition: &Definition, depth: usize) -> Option<ReadBy> {
        if depth > DEEPEST {
            return Some(read_by("a base class", None));
        }
        for (keyword, path) in &definition.keywords {
            let names = path
                .as_ref()
                .map(|path| self.inputs.program.known_names(module, path))
                .unwrap_or_default();
            let harmless = names
                .iter()
                .any(|name| name.starts_with("abc.") || name.starts_with("enum."));
            if keyword == "metaclass" && !harmless {
                return Some(read_by("the metaclass", path.as_ref()));
            }
        }
        definition.bases.iter().find_map(|base| {
            let Some(base) = base else {
                return Some(read_by("a computed base class", None));
            };
            let names = self.inputs.program.known_names(module, base);
            match self.rule(Reader::Base, &names) {
                Some(Reads::Always) => return Some(read_by("the base class", Some(base))),
                Some(_) => return None,
                None => {}
            }
            base.binding?;
            let unknown = || Some(read_by("the base class", Some(base)));
            let found = match self.inputs.program.entity(module, base) {
                Some(Entity::Attribute(target, _)) if self.inputs.program.modules[target].kind == Kind::Standard => {
                    return None;
                }
                Some(Entity::Attribute(target, name)) => self.inputs.program.facts(target).and_then(|facts| {
                    let class = facts
                        .definitions
                        .iter()
                        .find(|class| class.is_class && class.scope == MODULE && class.name == name)?;
                    Some((target, facts, class))
                }),
                _ => None,
            };
            let Some((target, facts, class)) = found else {
                return unknown();
            };
            self.decorated(target, facts, class, &[])
                .or_else(|| self.by_base(target, class, depth + 1))
        })
    }

    /// What the rules say of the first name that they know, for the target version.
    fn rule(&self, reader: Reader, names: &[String]) -> Option<Reads> {
        names
            .iter()
            .find_map(|name| self.inputs.rules.annotation_rule(reader, name))
            .map(|rule| match rule.unless_keyword {
                // Which arguments it is given is not known here.
                Some(_) => rule.reads_at_most(),
                None => rule.reads_with(self.inputs.options.target, std::iter::empty()),
            })
    }
}

fn read_by(what: &str, path: Option<&Path>) -> ReadBy {
    ReadBy {
        who: path.map_or_else(|| what.to_owned(), |path| format!("{what} `{}`", path.dotted())),
        at: None,
    }
}

fn qualified_name(facts: &ModuleFacts, definition: &Definition) -> String {
    let outer = facts.scopes[definition.scope as usize]
        .definition
        .map(|id| &facts.definitions[id as usize]);
    match outer.filter(|outer| outer.is_class) {
        Some(outer) => format!("{}.{}", qualified_name(facts, outer), definition.name),
        None => definition.name.clone(),
    }
}
