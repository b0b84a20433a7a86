//! The function or class of the project that is picked, and how it is called.
use crate::graph::program::{Entity, ModuleId, Program};
use crate::semantics::code::ParameterKind;
use crate::semantics::facts::{BindingId, Definition, MODULE};

/// What is picked.
pub(super) struct Target {
    /// Its name where it is defined.
    pub name: String,
    /// Whether it is a class.
    pub is_class: bool,
    /// Whether it is a plain function.
    pub is_function: bool,
    /// The parameters, where all are plain: their names, and whether they can only be handed by their place.
    plain: Option<Vec<String>>,
}

impl Target {
    pub fn of(program: &Program, module: ModuleId, binding: BindingId, attributes: &[String]) -> Option<Self> {
        let Entity::Attribute(owner, name) = program.trail(module, binding, attributes)?.end else {
            return None;
        };
        let facts = program.facts(owner).filter(|_| program.modules[owner].is_own())?;
        let mut named = facts
            .definitions
            .iter()
            .filter(|known| known.scope == MODULE && known.name == name);
        let (definition, others) = (named.next()?, named.next());
        let kinds = facts.bindings[facts.global(&name)? as usize].kinds;
        if others.is_some() || kinds.imports + kinds.assignments + kinds.deletions > 0 {
            return None;
        }
        let is_plain = definition.decorators.is_empty();
        let body = |start: u32| facts.code.bodies.iter().find(move |body| body.span.start == start);
        let parameters = |start: u32, skipped: usize| {
            let own = &body(start)?.parameters;
            let all = own.iter().skip(skipped);
            let plain = all
                .clone()
                .all(|parameter| parameter.kind == ParameterKind::Plain && parameter.default.is_none());
            plain.then(|| {
                all.map(|parameter| facts.code.name(parameter.name).to_owned())
                    .collect()
            })
        };
        let plain = match definition.is_class {
            false => parameters(definition.name_span.start, 0),
            true => {
                let made = |known: &&Definition| {
                    known.scope == definition.body && known.name == "__init__" && known.decorators.is_empty()
                };
                let is_usual = definition.keywords.is_empty();
                let init = facts.definitions.iter().find(made).filter(|_| is_usual);
                init.and_then(|init| parameters(init.name_span.start, 1))
            }
        };
        Some(Target {
            name,
            is_class: definition.is_class,
            is_function: !definition.is_class && is_plain,
            plain: plain.filter(|_| is_plain),
        })
    }

    /// Parameters that take what it takes; not under the name of what is imported.
    pub fn parameters(&self, root: &str) -> String {
        match &self.plain {
            Some(names) if !names.iter().any(|name| name == root || name.starts_with("__")) => names.join(", "),
            _ => "*args, **kwargs".to_owned(),
        }
    }
}
