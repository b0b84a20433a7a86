//! Commands of command-line programs whose import is exchanged for a stand-in: whether one can be, and whether what the
//! stand-ins of a program say is still true.
mod apps;
mod functions;
mod help;
mod texts;

use rustc_hash::FxHashSet;

use super::inputs::Inputs;
use super::suppress::{comments_of, is_ignored};
use super::verdict::Kept;
use super::{Code, Strategy};
use crate::graph::{Entity, ModuleId, Sighting};
use crate::project::standard;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, BindingId, CommandTexts, DEFERRED_COMMAND, DEFERRED_FUNCTION, DEFERRED_TYPER, Exports, Import, Literal,
    MODULE, Mention, MentionKind, Phase, Reference, ScopeId, StandIn,
};
use crate::verdict::action::{CommandText, Deprecated, Refresh, StandInCall, StandInClass};
use texts::Source;

/// The names that a rewritten group imports from the helper.
pub const COMMAND_NAMES: [&str; 1] = [DEFERRED_COMMAND];
/// The names that a rewritten app imports from the helper.
pub const APP_NAMES: [&str; 1] = [DEFERRED_TYPER];
/// The names that a module that makes commands of functions imports from the helper.
pub const FUNCTION_NAMES: [&str; 1] = [DEFERRED_FUNCTION];

/// The names that a rewritten module imports from the helper for a stand-in.
pub(super) fn helper_names(class: StandInClass) -> &'static [&'static str] {
    match class {
        StandInClass::Command => &COMMAND_NAMES,
        StandInClass::App => &APP_NAMES,
        StandInClass::Function => &FUNCTION_NAMES,
    }
}

/// The imports of commands in one module.
pub(super) struct CommandQuery<'a, 'r> {
    pub inputs: Inputs<'a>,
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    /// Function bodies that run at import.
    pub executed: &'r FxHashSet<(ModuleId, ScopeId)>,
}

impl CommandQuery<'_, '_> {
    /// What takes the place of the import; `None` where it is not an import of a command, or where more is done with the command
    /// while modules are imported than to hand it to groups.
    pub fn stand_in(&self, import: &Import, binding: BindingId) -> Option<Result<StandInCall, Kept>> {
        let program = self.inputs.program;
        let name = import.name.as_deref()?;
        let base = program.absolute(self.module, import)?;
        let source = Source::of(self.inputs, program.trail(self.module, binding, &[])?.end)?;
        let references = self.facts.references.iter();
        let mut own = references.filter(|reference| reference.binding == binding);
        let handed_on = own.clone().any(|reference| self.runs_at_import(reference));
        let is_asked = has_chain(self.facts);
        let allowed = handed_on && (!is_asked || source.is_leaf()) && self.inputs.options.allows(Strategy::Registry);
        if !allowed || !own.all(|reference| self.waits(reference, true)) {
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
        let text = source
            .text(is_asked)
            .map_err(|reason| Kept::at(Code::CommandText, reason, source.at()));
        Some(text.map(|text| StandInCall {
            class: StandInClass::Command,
            name: bound,
            target: format!("{base}:{name}"),
            text,
            references: Vec::new(),
            told: Vec::new(),
        }))
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
    pub wanted: Result<Refresh, String>,
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
        let class = |stand_in: &StandIn| {
            let mut all = StandInClass::ALL.into_iter();
            all.find(|class| class.name() == stand_in.maker).unwrap_or_default()
        };
        let is_imported = |stand_in: &&StandIn| facts.global(class(stand_in).name()).is_some();
        for stand_in in facts.commands.stand_ins.iter().filter(is_imported) {
            let call = |text| Refresh {
                span: stand_in.span,
                call: StandInCall {
                    class: class(stand_in),
                    name: stand_in.name.clone(),
                    target: stand_in.target.clone(),
                    text,
                    references: Vec::new(),
                    told: Vec::new(),
                },
            };
            let nothing = || format!("there is no command at `{}`", stand_in.target);
            let wanted = match (target(inputs, &stand_in.target), class(stand_in)) {
                (Some(end), StandInClass::Command) => {
                    Source::of(inputs, end).map_or_else(|| Err(nothing()), |source| source.text(has_chain(facts)))
                }
                (Some(end), StandInClass::App) => apps::wanted(inputs, facts, &stand_in.name, end),
                (Some(end), StandInClass::Function) => functions::wanted(inputs, facts, &stand_in.name, end),
                (None, _) => Err(nothing()),
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

/// Whether one of the groups of a file is a chain, which has no groups and looks at the class of each command that it is given.
fn has_chain(facts: &ModuleFacts) -> bool {
    facts.commands.defined.iter().any(|command| command.is_chain)
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
