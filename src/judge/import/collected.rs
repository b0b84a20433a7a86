//! What pytest finds by its name among what a module imports: tests, fixtures and hooks. It goes through the names of every `conftest.py`
//! and file of tests, and of each plugin: what `pytest_plugins`, an option, an entry point or a variable names. Nobody imports a fixture
//! for anything but that, so that it does not matter which of these a module is.
use super::Judge;
use crate::graph::{Entity, Kind, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Path, Value};

/// How the names of the functions begin that pytest calls of its plugins.
const HOOK: &str = "pytest_";
/// Names for the same fixture are followed this far.
const MOST_NAMES: usize = 4;

impl Judge<'_, '_> {
    /// Whether pytest finds what the module imports under this name.
    pub(super) fn is_collected(&self, name: &str) -> bool {
        let program = self.inputs.program;
        let is_test =
            || program.modules[self.module].kind == Kind::Test && name.to_ascii_lowercase().starts_with("test");
        is_test()
            || match program.named(self.module, name).end {
                Entity::Attribute(home, found) if home != self.module => {
                    name.starts_with(HOOK)
                        || Fixtures {
                            program,
                            rules: self.inputs.rules,
                        }
                        .is_one(home, &found, 0)
                }
                Entity::Attribute(..) | Entity::Module(_) => false,
            }
    }
}

/// What tells fixtures from other things.
struct Fixtures<'a> {
    program: &'a Program,
    rules: &'a Rules,
}

impl Fixtures<'_> {
    /// Whether an attribute of a module is a fixture: a function that is decorated as one, or what makes one of a function.
    fn is_one(&self, home: ModuleId, name: &str, depth: usize) -> bool {
        let Some((facts, id)) = self.program.facts(home).zip(self.program.binding(home, name)) else {
            return false;
        };
        let mut own = facts
            .definitions
            .iter()
            .filter(|one| one.scope == MODULE && one.name == name);
        let is_decorated = own.any(|one| {
            let mut decorators = one.decorators.iter();
            decorators.any(|one| one.path.as_ref().is_some_and(|path| self.makes_one(home, path)))
        });
        is_decorated
            || match facts.bindings[id as usize].value.as_deref() {
                Some(Value::Call(path)) => self.makes_one(home, path),
                Some(Value::Alias(path)) => match self.program.entity(home, path) {
                    Some(Entity::Attribute(module, name)) if depth < MOST_NAMES => {
                        self.is_one(module, &name, depth + 1)
                    }
                    _ => false,
                },
                None => false,
            }
    }

    /// Whether what is called, or decorates, makes a fixture: it is known to, or is defined where one is made.
    fn makes_one(&self, module: ModuleId, path: &Path) -> bool {
        let is_maker = |name: &str| self.rules.knows(Group::MakesFixture, name);
        let last = |name: &String| name.rsplit('.').next().is_some_and(is_maker);
        let names_a_maker = |facts: &ModuleFacts| facts.code.names.iter().any(|name| is_maker(name));
        self.program.known_names(module, path).iter().any(last)
            || match self.program.entity(module, path) {
                Some(Entity::Attribute(home, _)) => {
                    self.program.modules[home].is_own() && self.program.facts(home).is_some_and(names_a_maker)
                }
                Some(Entity::Module(_)) | None => false,
            }
    }
}
