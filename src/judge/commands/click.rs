//! Commands of click, which one module imports to hand them to a group: whether a stand-in can be handed over instead, and what it
//! says.
use super::texts::Source;
use super::{CommandQuery, Framework, Sighting, Unclear};
use crate::graph::{Entity, ModuleId};
use crate::judge::verdict::Kept;
use crate::judge::{Code, Strategy};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, ExprId};
use crate::semantics::facts::{BindingId, Import, Reference};
use crate::syntax::Span;
use crate::verdict::{StandInCall, StandInClass};

pub(super) const FRAMEWORK: Framework = Framework {
    class: StandInClass {
        name: "DeferredCommand",
        is_told_name: true,
    },
    is_last: true,
    stand_in: |query, import, binding| {
        let of_module = || query.command_of_module(import, binding);
        query.command(import, binding).or_else(of_module)
    },
    wanted: |inputs, facts, stand_in, entity| {
        let source = Source::of(inputs, entity).ok_or_else(|| Unclear::NoCommand(stand_in.target.clone()))?;
        source.text(has_chain(facts))
    },
};

impl CommandQuery<'_, '_> {
    fn command(&self, import: &Import, binding: BindingId) -> Option<Result<StandInCall, Kept>> {
        let program = self.inputs.program;
        let name = import.name.as_deref()?;
        let base = program.absolute(self.module, import)?;
        let source = Source::of(self.inputs, program.trail(self.module, binding, &[])?.end)?;
        let references = self.facts.references.iter();
        let mut own = references.filter(|reference| reference.binding == binding);
        let handed_on = own.clone().any(|reference| self.runs_at_import(reference));
        let is_asked = has_chain(self.facts);
        let allowed = handed_on && (!is_asked || source.is_leaf()) && self.inputs.options.allows(Strategy::Registry);
        if !allowed || self.walks_commands() || !own.all(|reference| self.waits(reference, true)) {
            return None;
        }
        let here = Sighting {
            module: self.module,
            span: import.alias,
        };
        let bound = self.facts.bindings[binding as usize].name.clone();
        let submodule = program.submodule(self.module, &bound);
        if let Some(submodule) =
            submodule.filter(|&id| program.find(&base) != Some(id) || self.is_loaded_by_others(id, import))
        {
            let name = format!("`{}`", program.modules[submodule].name);
            return Some(Err(Kept::at(Code::SubmoduleShadowed, name, here)));
        }
        Some(standing_for(
            &source,
            is_asked,
            (bound, format!("{base}:{name}")),
            Vec::new(),
        ))
    }

    /// What takes the place of the import of a module of which nothing is used but one command, which is handed to a group:
    /// `group.add_command(module.command)`.
    fn command_of_module(&self, import: &Import, binding: BindingId) -> Option<Result<StandInCall, Kept>> {
        let program = self.inputs.program;
        let mut references = self.facts.references.iter().filter(|one| one.binding == binding);
        let (only, None) = (references.next()?, references.next()) else {
            return None;
        };
        let [command] = only.attributes.as_slice() else {
            return None;
        };
        let is_handed = self.facts.commands.handed.binary_search(&only.span.start).is_ok();
        if !is_handed || !self.runs_at_import(only) || !self.may_stand_in(import, binding) || self.walks_commands() {
            return None;
        }
        let Entity::Attribute(owner, name) = program.trail(self.module, binding, &only.attributes)?.end else {
            return None;
        };
        let source = Source::of(self.inputs, Entity::Attribute(owner, name.clone()))?;
        let is_asked = has_chain(self.facts);
        let is_replaced = self.inputs.visibility.replacement(owner, &name).is_some();
        if name != *command || is_replaced || is_asked && !source.is_leaf() || self.is_asked_of_package(owner, only) {
            return None;
        }
        let code = &self.facts.code;
        let is_it = |id: &ExprId| {
            let starts = code.span(*id).start == only.span.start;
            starts && matches!(code.expression(*id), Expr::Attribute(_, attribute) if code.name(*attribute) == command)
        };
        let used = (0..code.expressions.len() as ExprId).find(is_it)?;
        let bound = self.stand_in_name(binding, &only.attributes)?;
        Some(standing_for(
            &source,
            is_asked,
            (bound, format!("{}:{name}", program.modules[owner].name)),
            vec![code.span(used)],
        ))
    }

    /// Whether somebody may take a module from its package, where another import has put it: `commands.build.build`.
    fn is_asked_of_package(&self, module: ModuleId, only: &Reference) -> bool {
        let program = self.inputs.program;
        let name = program.modules[module].last();
        let mut own = program.own_modules().filter_map(|id| Some((id, program.facts(id)?)));
        own.any(|(id, facts)| {
            let all = facts.code.expressions.iter().zip(&facts.code.spans);
            let mut others = all.filter(|(_, span)| id != self.module || span.start != only.span.start);
            others.any(|(expr, _)| matches!(expr, Expr::Attribute(_, attribute) if facts.code.name(*attribute) == name))
        })
    }
}

/// The stand-in of a command: its name, what it stands for, and the references that get another name; `is_asked` says whether the
/// group asks for the class of its commands.
fn standing_for(
    source: &Source<'_>,
    is_asked: bool,
    (name, target): (String, String),
    references: Vec<Span>,
) -> Result<StandInCall, Kept> {
    let text = source.text(is_asked);
    let text = text.map_err(|reason| Kept::at(Code::CommandText, reason.to_string(), source.at()))?;
    Ok(StandInCall {
        class: FRAMEWORK.class,
        name,
        target,
        text,
        references,
        told: Vec::new(),
    })
}

/// Whether one of the groups of a file is a chain, which has no groups and looks at the class of each command that it is given.
fn has_chain(facts: &ModuleFacts) -> bool {
    facts.commands.defined.iter().any(|command| command.is_chain)
}
