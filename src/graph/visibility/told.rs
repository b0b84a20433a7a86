//! Which modules are named to code that looks some up by names which it does not say itself. Strings of another file reach it only
//! through what that file calls, sets, extends or hands on of this one.
use rustc_hash::FxHashSet;

use super::look::Look;
use super::parts::{Part, each_part};
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Code, Expr, ExprId, Literal};
use crate::semantics::facts::{Mention, MentionKind, OperationKind, Path};

/// Groups of entry points that start programs.
/// Not in `rules/`: the packaging standard names them.
const SCRIPTS: [&str; 2] = ["console_scripts", "gui_scripts"];

impl Look<'_> {
    /// Whether the file imports modules, or takes them out of `sys.modules`, by names that come from elsewhere.
    pub(super) fn looks_up_unknown_names(&self) -> bool {
        let is_computed = |mention: &Mention| match &mention.kind {
            MentionKind::ImportsComputed => true,
            // Below a package that comes from elsewhere.
            MentionKind::ImportsByName { module } => module.starts_with('.'),
            _ => false,
        };
        self.facts.code.has_name("modules") || self.facts.mentions.iter().any(is_computed)
    }

    /// The modules that these words name, and the project's other files.
    pub(super) fn named_elsewhere(&self, words: &FxHashSet<String>) -> Vec<ModuleId> {
        let goes_over_scripts = SCRIPTS.iter().any(|&group| words.contains(group));
        let is_script = |name: &&String| self.program.scripts.contains(*name) && !goes_over_scripts;
        let started = self.program.started.iter().filter(|name| !is_script(name));
        let started = started.map(|name| name.replace(':', "."));
        let within = |word: &str| self.program.innermost(word);
        // A string that names a function or class of a module gets no module, unless somebody takes it apart.
        let takes_apart = self.looks_up_parts_of_names();
        let of_words = words.iter().filter_map(|word| match takes_apart {
            true => within(word),
            false => self.program.find(word),
        });
        let mut named: Vec<ModuleId> = of_words.chain(started.filter_map(|name| within(&name))).collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The file, those which it imports, such as settings, and those which import it and tell it something.
    pub(super) fn nearby(&self) -> Vec<(ModuleId, &ModuleFacts)> {
        let leads_to = |from: ModuleId, goal: ModuleId| {
            let mut imports = self.program.facts(from).into_iter().flat_map(|facts| &facts.imports);
            imports
                .any(|import| self.program.targets(from, import).contains(&goal) || self.program.may_name(import, goal))
        };
        let defined: FxHashSet<&str> = self.facts.definitions.iter().map(|one| one.name.as_str()).collect();
        let own = self.program.own_modules();
        let facts = own.filter_map(|id| Some((id, self.program.facts(id)?)));
        let is_nearby = |&(id, facts): &(ModuleId, &ModuleFacts)| {
            let is_known_here = id == self.module || leads_to(self.module, id);
            is_known_here || leads_to(id, self.module) && self.is_told_by(id, facts, &defined)
        };
        facts.filter(is_nearby).collect()
    }

    /// The names that stand in strings of these files.
    pub(super) fn words_of(&self, files: &[(ModuleId, &ModuleFacts)]) -> FxHashSet<String> {
        let words = files.iter().flat_map(|&(id, facts)| facts.told_to(id == self.module));
        words.cloned().collect()
    }

    /// Whether code of `other`, which imports this file, may hand a string of its own to code of this file: it calls something by a
    /// name that is defined here, extends a class of this file, sets something of it, or hands it on together with what may hold a
    /// name.
    fn is_told_by(&self, other: ModuleId, facts: &ModuleFacts, defined: &FxHashSet<&str>) -> bool {
        let program = self.program;
        let is_of_this = |path: &Path| match program.entity(other, path) {
            Some(Entity::Attribute(module, _) | Entity::Module(module)) => module == self.module,
            None => false,
        };
        let acts = facts
            .operations
            .iter()
            .any(|operation| match (&operation.path, operation.kind) {
                (None, _) => false,
                (Some(path), OperationKind::WriteAttribute | OperationKind::WriteItem) => is_of_this(path),
                (Some(path), _) => defined.contains(path.last()) || is_of_this(path),
            });
        let extends = || {
            let bases = facts.definitions.iter().flat_map(|one| one.bases.iter().flatten());
            bases.into_iter().any(is_of_this)
        };
        let taken = || -> FxHashSet<&str> {
            let imports = facts.imports.iter();
            let of_this = imports.filter(|import| program.targets(other, import).contains(&self.module));
            of_this.map(|import| import.bound_name()).collect()
        };
        acts || extends() || hands_on(&facts.code, &taken())
    }
}

/// Whether code does anything with one of these names but to call it, to read its attributes, or to hand it on beside plain words.
fn hands_on(code: &Code, taken: &FxHashSet<&str>) -> bool {
    let is_taken = |at: ExprId| matches!(*code.expression(at), Expr::Name(name) if taken.contains(code.name(name)));
    code.bodies.iter().any(|body| {
        let mut tells = false;
        each_part(code, &body.statements, &mut |part| {
            let Part::Expression(at, parent) = part else { return };
            if is_taken(at) {
                tells |= match parent.map(|parent| code.expression(parent)) {
                    Some(Expr::Call(_, arguments)) => arguments.iter().any(|one| may_tell(code, one, &is_taken)),
                    Some(Expr::Attribute(..)) => false,
                    Some(_) | None => true,
                };
            }
        });
        tells
    })
}

/// Whether an argument may hold the name of a module: not a word, a number or the like, nor what is handed on itself.
fn may_tell(code: &Code, argument: &Argument, is_taken: &dyn Fn(ExprId) -> bool) -> bool {
    match code.expression(argument.value) {
        Expr::Literal(Literal::Text(text)) => code.name(*text).contains('.'),
        Expr::Literal(_) => false,
        _ => !is_taken(argument.value),
    }
}
