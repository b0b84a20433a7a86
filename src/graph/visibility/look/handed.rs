//! Modules that are handed to code of others.
use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::program::{Entity, Kind, ModuleId};
use crate::graph::visibility::handed_over::{binds_global, modules_handed};
use crate::graph::visibility::{Sifted, note_way};
use crate::rules::ModuleReads;
use crate::semantics::facts::{Operation, OperationKind, Touch, Value, ValueTest};
use crate::syntax::Span;

impl Look<'_> {
    /// Modules of the project that are handed to code of others, which may do with them what it likes.
    pub(super) fn handed_to_others(&mut self) {
        let is_test = self.program.modules[self.module].kind == Kind::Test;
        let mentioned = self.facts.mentions.iter().map(|mention| mention.span);
        let understood: FxHashSet<Span> = mentioned
            .chain(self.facts.namespace_reads.iter().map(|read| read.span))
            .collect();
        for operation in &self.facts.operations {
            let is_call = matches!(operation.kind, OperationKind::Call | OperationKind::DecorateByResult);
            if !is_call || operation.context.type_checking {
                continue;
            }
            let mut names = self.names_of(operation);
            names.extend(self.names_of_method(operation));
            let rules = self.rules;
            let reader = names.iter().find_map(|name| rules.module_reader(name));
            let at = self.at(operation.span);
            if reader == Some(ModuleReads::Caller) && operation.handed.is_empty() {
                let how = format!("{}()", names.first().map(String::as_str).unwrap_or_default());
                note_way(&mut self.seen.namespace, self.module, (at, how));
            }
            // What it does with attributes that it is told is noted by itself.
            let is_understood = reader == Some(ModuleReads::Nothing)
                || names
                    .iter()
                    .any(|name| !name.contains('.') && rules.is_harmless_call(name))
                || understood.contains(&operation.span)
                || binds_global(operation)
                || self.is_own_function(operation);
            if is_understood {
                continue;
            }
            // With what lies in it: `reduce(getattr, ["cli", "main"], package)`.
            for module in modules_handed((self.program, self.rules), self.module, self.facts, operation) {
                // It may look at what is there, and ask for no name: `vars(module)`, `inspect.getattr_static`.
                if !is_test {
                    let how = operation.path.as_ref().map(|path| format!("{}()", path.last()));
                    self.seen.sifted.entry(module).or_default().push(Sifted {
                        at,
                        how: how.unwrap_or_else(|| "a call".to_owned()),
                        besides: Vec::new(),
                        passes: match reader {
                            Some(ModuleReads::Functions) => vec![ValueTest::Marked, ValueTest::Function],
                            _ => vec![ValueTest::Marked],
                        },
                        live: false,
                    });
                }
                // It goes over the names that are there, and asks for none.
                if reader == Some(ModuleReads::Functions) {
                    continue;
                }
                for below in self.own_from(module) {
                    self.computed(below, if is_test { Touch::Replace } else { Touch::Read }, at);
                }
            }
        }
    }

    /// A module, and those of the project that lie in it where it is a package.
    fn own_from(&self, module: ModuleId) -> Vec<ModuleId> {
        let modules = &self.program.modules;
        let prefix = format!("{}.", modules[module].name);
        let is_below = |&id: &ModuleId| id == module || modules[id].is_own() && modules[id].name.starts_with(&prefix);
        (0..modules.len()).filter(is_below).collect()
    }

    fn names_of(&self, operation: &Operation) -> Vec<String> {
        let path = operation.path.as_ref();
        path.map(|path| self.program.known_names(self.module, path))
            .unwrap_or_default()
    }

    /// The names of a method of an object that an attribute holds: `self.manager.register`, where `self.manager = PluginManager()`.
    fn names_of_method(&self, operation: &Operation) -> Vec<String> {
        let path = operation.path.as_ref();
        let Some((path, (method, [held]))) = path.and_then(|path| Some((path, path.attributes.split_last()?))) else {
            return Vec::new();
        };
        let makers = self.made_by_others(&[path.root.clone(), held.clone()], operation.scope);
        let makers = makers.unwrap_or_default().into_iter();
        makers.map(|maker| format!("{maker}.{method}")).collect()
    }

    /// Whether the call that stands there is one of a function of the project.
    pub(super) fn calls_own_function(&self, span: Span) -> bool {
        let mut operations = self.facts.operations.iter();
        let call = operations.find(|one| one.span == span && one.kind == OperationKind::Call);
        call.is_some_and(|call| self.is_own_function(call))
    }

    /// Whether a function of the project is called: what it does with a module is seen there.
    fn is_own_function(&self, operation: &Operation) -> bool {
        let callee = operation
            .path
            .as_ref()
            .and_then(|path| self.program.entity(self.module, path));
        let Some(Entity::Attribute(target, name)) = callee else {
            return false;
        };
        self.program.modules[target].is_own() && !self.is_made_by_others(target, &name)
    }

    /// Whether a variable of the project holds what code of others made: `GET = operator.attrgetter("cli.main")`.
    fn is_made_by_others(&self, module: ModuleId, name: &str) -> bool {
        let root = name.split('.').next().unwrap_or_default();
        let facts = self.program.facts(module);
        let variable = facts.and_then(|facts| Some(&facts.bindings[facts.global(root)? as usize]));
        let Some(Value::Call(maker)) = variable.and_then(|variable| variable.value.as_deref()) else {
            return false;
        };
        self.program.is_of_others(module, maker)
    }
}
