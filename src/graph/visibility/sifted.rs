//! Reads of a namespace that take no more than some of it: which names they cannot take.
use super::{Sighting, Visibility};
use crate::graph::program::{Entity, Kind, ModuleId, Program};
use crate::rules::{Group, Leaves, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, Stmt};
use crate::semantics::facts::{Definition, MODULE, Path, ValueTest};

/// Bases of bases are followed this far.
const DEEPEST: usize = 12;
/// A read of a namespace but for some of it.
#[derive(Debug, Clone)]
pub struct Sifted {
    /// Where.
    pub at: Sighting,
    /// How, in words of Python.
    pub how: String,
    /// Names that are left out, sorted.
    pub besides: Vec<String>,
    /// Tests that each value passes which is taken; none where all are.
    pub passes: Vec<ValueTest>,
    /// Whether a name that is added while the values are gone through is an error there.
    pub live: bool,
}

/// Functions that hold for values of one kind.
/// Not in `rules/`: each is matched by the kind that it asks for.
const ASKS_FOR_KIND: [&str; 4] = [
    "inspect.isclass",
    "inspect.isfunction",
    "inspect.ismodule",
    "inspect.isroutine",
];

/// What a value is.
enum What<'a> {
    Module,
    Class(ModuleId, &'a Definition),
    Function(ModuleId),
    /// A constant that is written out, or a container: neither class, function nor module, and without attributes to mark it by.
    Plain,
    /// Something that this module holds.
    Other(ModuleId, String),
}

/// What tells what a value is.
pub struct Known<'a> {
    /// The program.
    pub program: &'a Program,
    /// Who replaces what in it.
    pub seen: &'a Visibility,
    /// What decorators leave as it is.
    pub rules: &'a Rules,
}

/// The same for one reader.
struct Sieve<'a> {
    program: &'a Program,
    seen: &'a Visibility,
    rules: &'a Rules,
    /// The module whose file reads.
    reader: ModuleId,
}

impl Sifted {
    /// Whether a name of `module` may be among what is taken.
    pub fn may_take(&self, known: &Known<'_>, module: ModuleId, name: &str) -> bool {
        let besides = self.besides.binary_search_by(|left_out| left_out.as_str().cmp(name));
        besides.is_err() && self.may_pass(known, module, &known.program.named(module, name).end)
    }

    /// Whether it asks for nothing by its name, and minds no module that is there or not.
    pub fn looks_for_marks(&self) -> bool {
        self.passes.iter().any(|test| matches!(test, ValueTest::Marked))
    }

    /// Whether a submodule that stands in a namespace may be among what is taken.
    pub fn may_take_module(&self, known: &Known<'_>, submodule: ModuleId) -> bool {
        self.may_pass(known, submodule, &Entity::Module(submodule))
    }

    fn may_pass(&self, known: &Known<'_>, module: ModuleId, entity: &Entity) -> bool {
        let Known { program, seen, rules } = *known;
        let sieve = Sieve {
            program,
            seen,
            rules,
            reader: self.at.module,
        };
        let what = sieve.what(entity);
        self.passes.iter().all(|test| match test {
            ValueTest::Call { function, classes } => sieve.called(&what, function, classes),
            ValueTest::DefinedIn(name) => sieve.defined_in(&what, module, name.as_deref()),
            ValueTest::Marked => match what {
                What::Module | What::Function(_) | What::Plain => false,
                What::Class(owner, _) | What::Other(owner, _) => program.modules[owner].kind != Kind::Standard,
            },
            ValueTest::Function => matches!(what, What::Function(_) | What::Other(..)),
        })
    }
}

impl Sieve<'_> {
    fn what(&self, entity: &Entity) -> What<'_> {
        let (module, name) = match entity {
            Entity::Module(_) => return What::Module,
            Entity::Attribute(module, name) => (*module, name),
        };
        let other = || What::Other(module, name.clone());
        let (Some(facts), Some(id)) = (self.program.facts(module), self.program.binding(module, name)) else {
            return other();
        };
        let kinds = facts.bindings[id as usize].kinds;
        let is_once = kinds.classes + kinds.functions == 1 && kinds.imports + kinds.assignments == 0;
        let mut definitions = facts.definitions.iter();
        let found = definitions.find(|definition| definition.scope == MODULE && definition.name == *name);
        let is_replaced = self.seen.replacement(module, name).is_some();
        if kinds.is_assigned_once() && !is_replaced && is_written_out(facts, name) {
            return What::Plain;
        }
        let Some(definition) = found.filter(|_| is_once && !is_replaced) else {
            return other();
        };
        let keeps = |path: &Option<Path>| {
            let names = path.as_ref().map(|path| self.program.known_names(module, path));
            names
                .unwrap_or_default()
                .iter()
                .any(|name| self.rules.leaves(name, Leaves::Class))
        };
        match definition.is_class {
            true if definition.decorators.iter().all(|decorator| keeps(&decorator.path)) => {
                What::Class(module, definition)
            }
            false if definition.decorators.is_empty() => What::Function(module),
            _ => other(),
        }
    }

    /// `function(value, classes)`
    fn called(&self, what: &What, function: &Path, classes: &[Path]) -> bool {
        let names = self.program.known_names(self.reader, function);
        let known = |name: &str| names.iter().any(|known| known == name);
        if known("isinstance") && !classes.is_empty() {
            return classes.iter().any(|class| self.is_instance(what, class));
        }
        if known("issubclass") && !classes.is_empty() {
            return classes.iter().any(|class| self.is_subclass(what, class));
        }
        let is_for = |kind: &str| match what {
            What::Other(..) => true,
            What::Plain => false,
            What::Module => kind == "inspect.ismodule",
            What::Class(..) => kind == "inspect.isclass",
            What::Function(_) => matches!(kind, "inspect.isfunction" | "inspect.isroutine"),
        };
        !ASKS_FOR_KIND.iter().any(|kind| known(kind) && !is_for(kind))
    }

    fn is_instance(&self, what: &What, class: &Path) -> bool {
        let names = self.program.known_names(self.reader, class);
        let known = |name: &str| names.iter().any(|known| known == name);
        if known("type") && class.binding.is_none() {
            return matches!(what, What::Class(..) | What::Other(..));
        }
        if known("types.ModuleType") {
            return matches!(what, What::Module | What::Other(..));
        }
        if known("types.FunctionType") {
            return matches!(what, What::Function(_) | What::Other(..));
        }
        if class.binding.is_none() && names.iter().any(|name| self.rules.knows(Group::PlainClass, name)) {
            return matches!(what, What::Other(..) | What::Plain);
        }
        let Some((module, definition)) = self.class(self.reader, class) else {
            return true;
        };
        match what {
            What::Other(source, name) => self.may_know(*source, name, module),
            What::Module | What::Class(..) | What::Function(_) | What::Plain => {
                !self.is_plain(module, definition, DEEPEST)
            }
        }
    }

    fn is_subclass(&self, what: &What, class: &Path) -> bool {
        let (source, definition) = match what {
            What::Module | What::Function(_) | What::Plain => return false,
            What::Class(source, definition) => (*source, *definition),
            What::Other(source, name) => {
                let base = self.class(self.reader, class);
                return base.is_none_or(|(module, _)| self.may_know(*source, name, module));
            }
        };
        // A class may say by itself what counts as below it.
        let base = self.class(self.reader, class);
        base.is_none_or(|(module, base)| {
            !self.is_plain(module, base, DEEPEST) || self.may_be_below(source, definition, (module, base), DEEPEST)
        })
    }

    /// Whether what a module holds may have to do with a class: not what is installed with one of the project.
    fn may_know(&self, source: ModuleId, name: &str, class: ModuleId) -> bool {
        let modules = &self.program.modules;
        let is_older = match modules[source].kind {
            Kind::Standard => modules[class].kind != Kind::Standard,
            Kind::Site | Kind::Missing => modules[class].is_own(),
            Kind::FirstParty | Kind::Test | Kind::Beside => false,
        };
        !is_older || self.seen.replacement(source, name).is_some()
    }

    /// The class that a path names.
    fn class(&self, module: ModuleId, path: &Path) -> Option<(ModuleId, &Definition)> {
        match self.what(&self.program.entity(module, path)?) {
            What::Class(module, class) => Some((module, class)),
            What::Module | What::Function(_) | What::Plain | What::Other(..) => None,
        }
    }

    /// Whether the instances of a class are those that it makes: it is not a class of classes, and does not ask what an object can do.
    fn is_plain(&self, module: ModuleId, class: &Definition, depth: usize) -> bool {
        let asks = |name: &str| matches!(name, "Protocol" | "type" | "ABCMeta" | "EnumMeta" | "EnumType");
        let is_plain_base = |base: &Option<Path>| {
            let Some(base) = base.as_ref().filter(|base| !asks(base.last())) else {
                return false;
            };
            if base.binding.is_none() {
                return base.dotted() == "object"
                    || self.rules.knows(Group::PlainClass, &base.dotted())
                    || is_error(base.last());
            }
            let names = self.program.known_names(module, base);
            if names
                .iter()
                .any(|name| matches!(name.as_str(), "abc.ABC" | "typing.Generic"))
            {
                return true;
            }
            let above = self.class(module, base).filter(|_| depth > 0);
            above.is_some_and(|(module, above)| self.is_plain(module, above, depth - 1))
        };
        let is_plain_keyword = |(name, path): &(String, Option<Path>)| {
            name != "metaclass" || path.as_ref().is_some_and(|path| path.last() == "ABCMeta")
        };
        let facts = self.program.facts(module);
        let hooks = facts.into_iter().flat_map(|facts| &facts.definitions);
        let mut hooks = hooks.filter(|hook| hook.scope == class.body);
        class.bases.iter().all(is_plain_base)
            && class.keywords.iter().all(is_plain_keyword)
            && !hooks.any(|hook| {
                matches!(
                    hook.name.as_str(),
                    "__instancecheck__" | "__subclasshook__" | "__class__"
                )
            })
    }

    /// Whether a class may be another one, or be below it.
    fn may_be_below(&self, module: ModuleId, class: &Definition, goal: (ModuleId, &Definition), depth: usize) -> bool {
        if depth == 0 || (module, class.name_span) == (goal.0, goal.1.name_span) {
            return true;
        }
        class.bases.iter().any(|base| {
            let Some(base) = base else { return true };
            if base.binding.is_none() {
                return false;
            }
            match self.class(module, base) {
                Some((module, above)) => self.may_be_below(module, above, goal, depth - 1),
                None => match self.program.entity(module, base) {
                    Some(Entity::Attribute(source, name)) => self.may_know(source, &name, goal.0),
                    Some(Entity::Module(_)) | None => true,
                },
            }
        })
    }

    /// `value.__module__` is the name of this module, or of the one whose namespace it is.
    fn defined_in(&self, what: &What, module: ModuleId, name: Option<&str>) -> bool {
        let wanted = name.unwrap_or(&self.program.modules[module].name);
        // What is written to `__module__` counts, wherever that is.
        let says = |id: ModuleId| {
            let facts = self.program.facts(id);
            facts.is_some_and(|facts| {
                facts
                    .code
                    .names
                    .iter()
                    .any(|name| name == "__module__" || name == "set_module")
            })
        };
        match what {
            What::Module => false,
            What::Class(source, _) | What::Function(source) => {
                self.program.modules[*source].name == wanted || says(*source) || says(module)
            }
            // A number has no `__module__`: who asks it fails.
            What::Plain | What::Other(..) => true,
        }
    }
}

/// Whether a statement of a module assigns a variable a literal or a container that is written out.
fn is_written_out(facts: &ModuleFacts, name: &str) -> bool {
    let code = &facts.code;
    let statements = code.bodies.first().map(|body| body.statements.as_slice());
    let mut statements = statements.unwrap_or_default().iter();
    statements.any(|statement| {
        let Stmt::Assign { targets, value } = statement else {
            return false;
        };
        let mut names = targets.iter().map(|&target| code.expression(target));
        names.any(|target| matches!(target, Expr::Name(known) if code.name(*known) == name))
            && matches!(
                code.expression(*value),
                Expr::Literal(_) | Expr::Dict(_) | Expr::Sequence(..) | Expr::Format(_)
            )
    })
}

/// Whether a builtin is a class of exceptions.
fn is_error(name: &str) -> bool {
    name == "Exception" || name == "BaseException" || name.ends_with("Error") || name.ends_with("Warning")
}
