//! Commands of command-line programs whose import is exchanged for a stand-in: whether one can be, and whether what the
//! stand-ins of a program say is still true.
mod apps;
mod asked;
mod click;
mod functions;
mod help;
mod texts;
mod unclear;

pub(super) use functions::DEFERRED_FUNCTION;
pub use unclear::Unclear;

use rustc_hash::FxHashSet;

use super::inputs::Inputs;
use super::suppress::{comments_of, is_ignored};
use super::verdict::Kept;
use super::{Code, Strategy};
use crate::graph::{Entity, ModuleId, Sighting};
use crate::project::standard;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, BindingId, CommandTexts, Exports, Import, Literal, MODULE, Mention, MentionKind, Phase, Reference, ScopeId,
    StandIn,
};
use crate::verdict::{CommandText, Deprecated, Refresh, StandInCall, StandInClass};

/// A way in which a framework is handed commands, and what stands in for one: a file here each, and a part of the helper.
struct Framework {
    /// What makes the stand-ins.
    class: StandInClass,
    /// Whether an import that can wait in another way does so.
    is_last: bool,
    /// What takes the place of the import; `None` where it is none of such a command, or where more is done with it than to hand
    /// it to the framework.
    stand_in: fn(&CommandQuery<'_, '_>, &Import, BindingId) -> Option<Result<StandInCall, Kept>>,
    /// What a stand-in should say in this file, which stands for what is at this place; or why that cannot be told.
    wanted: fn(Inputs<'_>, &ModuleFacts, &StandIn, Entity) -> Result<CommandText, Unclear>,
}

const FRAMEWORKS: [Framework; 3] = [apps::FRAMEWORK, functions::FRAMEWORK, click::FRAMEWORK];

/// The imports of commands in one module.
pub(super) struct CommandQuery<'a, 'r> {
    pub inputs: Inputs<'a>,
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    /// Function bodies that run at import.
    pub executed: &'r FxHashSet<(ModuleId, ScopeId)>,
}

impl CommandQuery<'_, '_> {
    /// What takes the place of the import of a command, of those that are asked first or of those that are asked last; `None`
    /// where it is none, or where more is done with it while modules are imported than to hand it to a framework.
    pub fn stand_in(&self, import: &Import, binding: BindingId, last: bool) -> Option<Result<StandInCall, Kept>> {
        let mut asked = FRAMEWORKS.iter().filter(|framework| framework.is_last == last);
        let found = asked.find_map(|framework| (framework.stand_in)(self, import, binding))?;
        (found.is_err() || !asked::asks_types(self.inputs)).then_some(found)
    }

    /// Whether something else may have the name of an import, as far as other modules can tell.
    fn may_stand_in(&self, import: &Import, binding: BindingId) -> bool {
        let bound = &self.facts.bindings[binding as usize];
        let seen = (self.module, bound.name.clone());
        let visibility = self.inputs.visibility;
        let listed = matches!(&self.facts.exports, Exports::Listed(names) if names.contains(&bound.name));
        let is_seen = visibility.read.contains_key(&seen) || visibility.replacement(self.module, &bound.name).is_some();
        self.inputs.options.allows(Strategy::Registry)
            && !import.context.type_checking
            && import.scope == MODULE
            && bound.kinds.imports == 1
            && !is_seen
            && !listed
            && !self.inputs.program.modules[self.module].is_package
    }

    /// What a stand-in is called for what is named so; `None` where that is taken.
    fn stand_in_name(&self, binding: BindingId, attributes: &[String]) -> Option<String> {
        let bound = &self.facts.bindings[binding as usize].name;
        match attributes {
            [] => Some(bound.clone()),
            [attribute] => {
                let name = format!("{bound}_{attribute}");
                let is_bound = self.facts.bindings.iter().any(|binding| binding.name == name);
                (!is_bound && !standard::is_builtin_name(&name)).then_some(name)
            }
            _ => None,
        }
    }

    /// Whether anything but an import loads a module, which then takes its name in its package. A stand-in for what that import
    /// takes from it gives the package its own name back.
    fn is_loaded_by_others(&self, submodule: ModuleId, import: &Import) -> bool {
        let program = self.inputs.program;
        let name = &program.modules[submodule].name;
        let is_it = |loaded: &str| crate::rules::matches(name, loaded);
        let mut own = program.own_modules();
        own.any(|module| {
            let Some(facts) = program.facts(module) else {
                return true;
            };
            let mut imports = facts
                .imports
                .iter()
                .filter(|other| module != self.module || other.alias != import.alias);
            let loads = |other: &Import| {
                let base = program.absolute(module, other);
                base.is_none_or(|base| is_it(&base)) || program.targets(module, other).contains(&submodule)
            };
            let mut mentions = facts.mentions.iter();
            let names = |mention: &Mention| match &mention.kind {
                MentionKind::ImportsByName { module } => match module.strip_suffix('*') {
                    Some(prefix) => name.starts_with(prefix) || prefix.starts_with('.'),
                    None => is_it(module) || module.starts_with('.'),
                },
                MentionKind::Text { text, .. } => text.contains('.') && is_it(text) && text != name,
                MentionKind::ImportsComputed | MentionKind::LoadedAnew { .. } => true,
                _ => false,
            };
            imports.any(loads) || mentions.any(names)
        })
    }

    /// Whether a reference leaves the command alone while modules are imported, or hands it to a group and no more.
    fn waits(&self, reference: &Reference, may_be_listed: bool) -> bool {
        !self.runs_at_import(reference) || self.is_handed_on(reference, may_be_listed)
    }

    fn runs_at_import(&self, reference: &Reference) -> bool {
        let functions = self.facts.scope_chain(reference.scope);
        let mut functions = functions.filter(|&id| self.facts.scopes[id as usize].kind.is_function());
        let runs_later = functions.any(|id| !self.executed.contains(&(self.module, id)));
        reference.phase == Phase::Run && !runs_later
    }

    fn is_handed_on(&self, reference: &Reference, may_be_listed: bool) -> bool {
        let commands = &self.facts.commands;
        let at = reference.span.start;
        let is_plain = match reference.attributes.as_slice() {
            [] => true,
            [only] => !may_be_listed && matches!(only.as_str(), "items" | "values"),
            _ => false,
        };
        let is_handed = is_plain && reference.access == Access::Read && commands.handed.binary_search(&at).is_ok();
        let is_listed = || {
            let list = commands.lists.iter().find(|list| list.items.contains(&at));
            list.is_some_and(|list| self.is_only_handed_on(list.binding))
        };
        is_handed || may_be_listed && reference.attributes.is_empty() && is_listed()
    }

    /// Whether the items of a display with this name are handed to groups, and nobody else gets at them meanwhile.
    fn is_only_handed_on(&self, list: BindingId) -> bool {
        let binding = &self.facts.bindings[list as usize];
        let kinds = binding.kinds;
        let others = kinds.imports + kinds.functions + kinds.classes + kinds.deletions + kinds.parameters;
        let key = (self.module, binding.name.clone());
        let mut uses = self
            .facts
            .references
            .iter()
            .filter(|reference| reference.binding == list);
        kinds.assignments == 1
            && others == 0
            && !kinds.from_global_statement
            && !self.inputs.visibility.read.contains_key(&key)
            && uses.all(|reference| self.waits(reference, false))
    }
}

/// A stand-in whose text is not what its command says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Stale {
    /// Where it stands.
    pub module: ModuleId,
    /// The call as it should be, or why that cannot be told.
    pub wanted: Result<Refresh, Unclear>,
    /// The call as it is.
    pub refresh: Refresh,
    /// Whether a comment or setting asks to leave it.
    pub is_ignored: bool,
}

/// The stale stand-ins of the files that may be edited, in the order of modules and text.
pub fn stale_commands(inputs: Inputs<'_>) -> Vec<Stale> {
    let program = inputs.program;
    let mut stale = Vec::new();
    for module in (0..program.modules.len()).filter(|id| inputs.editable.contains(id)) {
        let Some(facts) = program.facts(module) else { continue };
        for stand_in in &facts.commands.stand_ins {
            let mut known = FRAMEWORKS.iter().filter(|known| known.class.name == stand_in.maker);
            let Some(framework) = known.next().filter(|known| facts.global(known.class.name).is_some()) else {
                continue;
            };
            let call = |text| Refresh {
                span: stand_in.span,
                call: StandInCall {
                    class: framework.class,
                    name: stand_in.name.clone(),
                    target: stand_in.target.clone(),
                    text,
                    references: Vec::new(),
                    told: Vec::new(),
                },
            };
            let wanted = match target(inputs, &stand_in.target) {
                Some(end) => (framework.wanted)(inputs, facts, stand_in, end),
                None => Err(Unclear::NoCommand(stand_in.target.clone())),
            };
            let said = said(&stand_in.texts);
            if wanted.as_ref().ok() != said.as_ref() || said.is_none() {
                let comments = comments_of(&facts.comments, stand_in.span);
                stale.push(Stale {
                    module,
                    is_ignored: is_ignored(inputs.ignored.get(&module), comments, Code::StaleCommandText.code()),
                    wanted: wanted.map(call),
                    refresh: call(said.unwrap_or_default()),
                });
            }
        }
    }
    stale
}

/// What is at `module:name`.
fn target(inputs: Inputs<'_>, target: &str) -> Option<Entity> {
    let (module, name) = target.split_once(':')?;
    Some(inputs.program.named(inputs.program.find(module)?, name).end)
}

/// What a call says, where all of it is written out.
fn said(texts: &CommandTexts) -> Option<CommandText> {
    let text = |literal: &Literal| match literal {
        Literal::Absent => Some(None),
        Literal::Text(text) => Some(Some(text.clone())),
        _ => None,
    };
    Some(CommandText {
        name: text(&texts.name)?,
        help: text(&texts.help)?,
        short_help: text(&texts.short_help)?,
        hidden: flag(&texts.hidden)?,
        deprecated: deprecated(&texts.deprecated)?,
        is_leaf: match &texts.group {
            Literal::Absent => false,
            Literal::Flag(is_group) => !is_group,
            _ => return None,
        },
    })
}

fn flag(literal: &Literal) -> Option<bool> {
    match literal {
        Literal::Absent => Some(false),
        Literal::Flag(flag) => Some(*flag),
        _ => None,
    }
}

fn deprecated(literal: &Literal) -> Option<Deprecated> {
    match literal {
        Literal::Absent | Literal::Flag(false) => Some(Deprecated::No),
        Literal::Flag(true) => Some(Deprecated::Yes),
        Literal::Text(text) if text.is_empty() => Some(Deprecated::No),
        Literal::Text(text) => Some(Deprecated::Because(text.clone())),
        Literal::Computed => None,
    }
}

/// The module and the name of what is defined at module level.
fn defined(entity: Entity) -> Option<(ModuleId, String)> {
    match entity {
        Entity::Attribute(module, name) if !name.contains('.') => Some((module, name)),
        _ => None,
    }
}

/// The binding of a name that one function at module level binds, and nothing else.
fn function(facts: &ModuleFacts, name: &str) -> Option<BindingId> {
    let binding = facts.global(name)?;
    let found = &facts.bindings[binding as usize];
    let kinds = found.kinds;
    let others = kinds.imports + kinds.classes + kinds.assignments + kinds.deletions + kinds.parameters;
    (found.scope == MODULE && kinds.functions == 1 && others == 0 && !kinds.from_global_statement).then_some(binding)
}
