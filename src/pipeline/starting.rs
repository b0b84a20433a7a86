//! What a command starts with: the object that its script names, or that `python -m` calls, and what that calls by its plain name.
//! What such an object is made with, the command needs, wherever that is written.
use std::collections::BTreeSet;

use crate::graph::{ModuleId, Program, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, MODULE, OperationKind, ScopeId};
use crate::syntax::Span;

/// An own object at module level, by its module and name.
type Object = (ModuleId, String);

/// The own objects that commands start with.
#[derive(Debug)]
pub(super) struct Starts(BTreeSet<Object>);

impl Starts {
    /// Those of a program.
    pub fn of(program: &Program) -> Self {
        Starts(started(program))
    }

    /// Whether one of them is made at a place: there stands its decorator, or what it is assigned.
    pub fn are_made(&self, program: &Program, at: Sighting) -> bool {
        let Some(facts) = program.facts(at.module) else {
            return false;
        };
        let holds = |span: Span| span.contains(at.span);
        let is_made = |name: &str| {
            let decorated = defined(facts, name).is_some_and(|one| one.decorators.iter().any(|one| holds(one.span)));
            let mut constants = facts.constants.iter();
            decorated || constants.any(|constant| constant.name == name && holds(constant.statement))
        };
        let mut here = self.0.iter().filter(|(module, _)| *module == at.module);
        here.any(|(_, name)| is_made(name))
    }
}

/// The objects that commands start with.
fn started(program: &Program) -> BTreeSet<Object> {
    let scripts = program.scripts.iter().filter_map(|script| {
        let (module, object) = script.split_once(':')?;
        let first = object.split('.').next().unwrap_or_default();
        Some((program.find(module)?, first.to_owned()))
    });
    let mains = program.own_modules().filter(|&id| program.modules[id].is_main());
    let by_mains = mains.flat_map(|id| called(program, id, MODULE));
    let mut pending: Vec<Object> = scripts.chain(by_mains).collect();
    let mut found = BTreeSet::new();
    while let Some((module, name)) = pending.pop() {
        let object = origin(program, module, name);
        if !found.insert(object.clone()) {
            continue;
        }
        let body = program
            .facts(object.0)
            .and_then(|facts| defined(facts, &object.1))
            .map(|one| one.body);
        pending.extend(body.into_iter().flat_map(|body| called(program, object.0, body)));
    }
    found
}

/// What the code of a scope calls by its plain name, whatever happens.
fn called(program: &Program, module: ModuleId, scope: ScopeId) -> Vec<Object> {
    let Some(facts) = program.facts(module) else {
        return Vec::new();
    };
    let in_a_branch = |at: u32| {
        let mut blocks = facts.blocks.iter().filter(|block| block.scope == scope);
        blocks.any(|block| block.span.start <= at && at < block.span.end)
    };
    let calls = facts.operations.iter().filter(|one| {
        one.scope == scope
            && one.kind == OperationKind::Call
            && !one.context.conditional
            && !in_a_branch(one.span.start)
    });
    let plain = calls.filter_map(|call| call.path.as_ref().filter(|path| path.attributes.is_empty()));
    plain.map(|path| (module, path.root.clone())).collect()
}

/// Where an object comes from that a module may have imported.
fn origin(program: &Program, module: ModuleId, name: String) -> Object {
    /// More re-exports in a row are a circle.
    const MOST: usize = 16;
    let mut object = (module, name);
    for _ in 0..MOST {
        let next = program.facts(object.0).and_then(|facts| {
            let mut imports = facts.imports.iter().filter(|import| !import.context.type_checking);
            let import = imports.find(|import| import.name.is_some() && import.bound_name() == object.1)?;
            let from = program.find(&program.absolute(object.0, import)?)?;
            program.modules[from].is_own().then(|| (from, import.name.clone()))
        });
        match next {
            Some((from, Some(name))) => object = (from, name),
            _ => break,
        }
    }
    object
}

fn defined<'f>(facts: &'f ModuleFacts, name: &str) -> Option<&'f Definition> {
    let mut own = facts.definitions.iter();
    own.find(|one| one.scope == MODULE && one.name == name)
}
