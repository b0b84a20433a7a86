//! Functions of the project that somebody calls who was handed them: they are named where they are not called, decorated, or called by
//! Python. Which of them a call of what is not known runs, nobody knows.
use rustc_hash::{FxHashMap, FxHashSet};

use super::called::{Function, MAKING};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, Kind, ModuleId, Program};
use crate::judge::properties::makes_property;
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{ArgumentKind, Body, BodyKind, Code, Expr, ExprId, Literal};
use crate::semantics::facts::{Decorator, MODULE, ScopeId};

/// The functions of the project by their names, and who may call them.
#[derive(Default)]
pub(super) struct HandedOn<'a> {
    /// Methods, by their names.
    pub methods: FxHashMap<&'a str, Vec<Function>>,
    /// Those that reading an attribute runs, by its name.
    pub properties: FxHashMap<&'a str, Vec<Function>>,
    /// What Python calls by itself, such as `__str__`, and what it runs behind the call: generators, coroutines.
    pub special: FxHashSet<Function>,
    /// Those that are handed on.
    pub functions: FxHashSet<Function>,
    /// Attributes and keywords that hold functions.
    pub holders: FxHashSet<&'a str>,
}

impl<'a> HandedOn<'a> {
    pub fn of(program: &'a Program, rules: &Rules) -> Self {
        let mut found = HandedOn::default();
        // Tests call the program as they like: what they hand on is called by them, and by what they run it with.
        let is_program = |id: &ModuleId| program.modules[*id].kind == Kind::FirstParty;
        let of_program = || program.own_modules().filter(is_program);
        let mut counts: FxHashSet<ModuleId> = of_program().collect();
        for module in of_program() {
            let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
            counts.extend(imports.flat_map(|import| program.targets(module, import).to_vec()));
        }
        let own = || {
            let own = program.own_modules().filter(|id| counts.contains(id));
            own.filter_map(|id| Some((id, program.facts(id)?)))
        };
        for (module, facts) in own() {
            found.add_definitions(program, rules, module, facts);
        }
        for (module, facts) in own() {
            found.add_values(program, module, facts);
        }
        found
    }

    fn add_definitions(&mut self, program: &Program, rules: &Rules, module: ModuleId, facts: &'a ModuleFacts) {
        let code = &facts.code;
        for body in &code.bodies {
            let function = (module, body.scope);
            if body.kind == BodyKind::Lambda {
                self.functions.insert(function);
            }
            if body.kind != BodyKind::Function {
                continue;
            }
            if body.is_generator || body.is_async {
                // It runs where somebody goes through what the call hands out, or waits for it.
                self.special.insert(function);
            }
            let name = code.name(body.name);
            let definition = facts.scopes[body.scope as usize].definition;
            let decorators = definition.map(|id| facts.definitions[id as usize].decorators.as_slice());
            let decorators = decorators.unwrap_or_default();
            if class_of(code, body).is_some() {
                self.methods.entry(name).or_default().push(function);
                if name.starts_with("__") && name.ends_with("__") && !MAKING.contains(&name) {
                    self.special.insert(function);
                }
                if makes_property(program, rules, module, decorators) {
                    self.properties.entry(name).or_default().push(function);
                }
            }
            if decorators.iter().any(|one| is_own(program, module, facts, one)) {
                self.functions.insert(function);
            }
        }
    }

    /// What is named where it is not called.
    fn add_values(&mut self, program: &Program, module: ModuleId, facts: &'a ModuleFacts) {
        let code = &facts.code;
        let calls = code.expressions.iter().filter_map(|expression| match expression {
            Expr::Call(callee, arguments) => Some((*callee, arguments)),
            _ => None,
        });
        let called: FxHashSet<ExprId> = calls.clone().map(|(callee, _)| callee).collect();
        for (id, expression) in (0..).zip(&code.expressions) {
            let is_called = called.contains(&id);
            match expression {
                Expr::Name(name) if !is_called => {
                    self.functions.extend(named(program, module, facts, code.name(*name)));
                }
                Expr::Call(callee, arguments) if is_getattr(code, *callee) => {
                    let asked = arguments.get(1).map(|name| code.expression(name.value));
                    let methods = self.methods.iter().filter(|(name, _)| match asked {
                        Some(Expr::Literal(Literal::Text(text))) => code.name(*text) == **name,
                        _ => true,
                    });
                    self.functions.extend(methods.flat_map(|(_, methods)| methods));
                }
                Expr::Attribute(_, name) if !is_called => {
                    let methods = self.methods.get(code.name(*name));
                    self.functions.extend(methods.into_iter().flatten());
                }
                _ => {}
            }
        }
        let holds = |value: ExprId| match code.expression(value) {
            Expr::Lambda(_) => true,
            Expr::Name(name) => !named(program, module, facts, code.name(*name)).is_empty(),
            _ => false,
        };
        for (_, arguments) in calls {
            self.holders
                .extend(arguments.iter().filter_map(|argument| match argument.kind {
                    ArgumentKind::Keyword(name) if holds(argument.value) => Some(code.name(name)),
                    _ => None,
                }));
        }
        for body in &code.bodies {
            each_part(code, &body.statements, &mut |part| {
                if let Part::Binding(target, value) = part
                    && let Expr::Attribute(_, name) = code.expression(target)
                {
                    let is_handed = || match code.expression(value) {
                        Expr::Name(given) => body.parameters.iter().any(|parameter| parameter.name == *given),
                        _ => false,
                    };
                    if holds(value) || is_handed() {
                        self.holders.insert(code.name(*name));
                    }
                }
            });
        }
    }
}

fn is_getattr(code: &Code, callee: ExprId) -> bool {
    matches!(code.expression(callee), Expr::Name(name) if code.name(*name) == "getattr")
}

/// The class in whose body a function stands.
fn class_of<'c>(code: &'c Code, body: &Body) -> Option<&'c Body> {
    let parent = body.parent.map(|id| &code.bodies[id as usize]);
    parent.filter(|parent| parent.kind == BodyKind::Class)
}

/// Whether code of the project, or code that is not known, gets what it decorates. What others make of a function is their business.
fn is_own(program: &Program, module: ModuleId, facts: &ModuleFacts, decorator: &Decorator) -> bool {
    let Some(path) = &decorator.path else { return true };
    let Some(binding) = path.binding else { return false };
    match program.entity(module, path) {
        Some(Entity::Attribute(target, _) | Entity::Module(target)) => program.modules[target].is_own(),
        None => facts.bindings[binding as usize].kinds.imports == 0,
    }
}

/// The functions of the project that a name means: one of the file, or one that it takes of another module. Of a class, what making
/// an instance runs.
pub(super) fn named(program: &Program, module: ModuleId, facts: &ModuleFacts, name: &str) -> Vec<Function> {
    let mut found = defined(module, facts, name, None);
    if found.is_empty() {
        for import in facts.imports.iter().filter(|import| import.bound_name() == name) {
            let base = program.absolute(module, import).and_then(|base| program.find(&base));
            let own = base.filter(|&base| program.modules[base].is_own());
            if let Some((base, taken)) = own.zip(import.name.as_deref())
                && let Some(facts) = program.facts(base)
            {
                found.extend(defined(base, facts, taken, Some(MODULE)));
            }
        }
    }
    found
}

fn defined(module: ModuleId, facts: &ModuleFacts, name: &str, scope: Option<ScopeId>) -> Vec<Function> {
    let is_it = |scope_of: ScopeId| scope.is_none_or(|scope| scope == scope_of);
    let of_name = facts
        .definitions
        .iter()
        .filter(|one| one.name == name && is_it(one.scope));
    let bodies = of_name.flat_map(|one| match one.is_class {
        false => vec![one.body],
        true => {
            let inner = facts.definitions.iter().filter(|inner| inner.scope == one.body);
            inner
                .filter(|inner| MAKING.contains(&inner.name.as_str()))
                .map(|inner| inner.body)
                .collect()
        }
    });
    bodies.map(|body| (module, body)).collect()
}
