//! Packages that get other folders: what stands there they have as modules of their own.
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::effort::spend;
use crate::graph::program::{Kind, ModuleId};
use crate::graph::visibility::{Part, Sighting, each_part, note, note_way};
use crate::rules::Group;
use crate::semantics::code::{Code, Expr, ExprId, Literal, Name, Stmt};
use crate::semantics::facts::MentionKind;

impl Look<'_> {
    /// Where a package gets another folder, the modules that may be found there are modules of that package, too.
    pub(super) fn gets_folders(&mut self) {
        let Some(at) = self.adds_folder() else { return };
        let stays = self.in_its_own_folder();
        let mut found = self.named_files();
        found.retain(|module| !stays.contains(module));
        // Which folder that is nobody has to say in this file: what is imported of the package and is not there tells.
        found.extend(self.missing_in_packages());
        for module in found {
            note(&mut self.seen.anew, module, at);
            note_way(&mut self.seen.namespace, module, (at, "__path__".to_owned()));
        }
    }

    /// Where the file adds to the `__path__` of a package, or sets that.
    fn adds_folder(&self) -> Option<Sighting> {
        let code = &self.facts.code;
        if !code.has_name("__path__") {
            return None;
        }
        let is_it = |at: ExprId| is_path(code, code.expression(at));
        // What methods are called on.
        let receivers = code.expressions.iter().filter_map(|expression| match expression {
            Expr::Call(callee, _) => match code.expression(*callee) {
                Expr::Attribute(of, _) => Some(*of),
                _ => None,
            },
            _ => None,
        });
        let told = code.expressions.iter().filter_map(|expression| match expression {
            // `setattr(app, "__path__", folders)`
            Expr::Call(callee, arguments) => {
                let name = match code.expression(*callee) {
                    Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name),
                    _ => return None,
                };
                let is_told = |at: &ExprId| is_text(code, code.expression(*at));
                let mut told = arguments.iter().map(|argument| argument.value).filter(is_told);
                told.next().filter(|_| self.rules.knows(Group::ReplacesNamed, name))
            }
            _ => None,
        });
        // The list under other names, and the names of what is made longer in its place.
        let variable = |at: ExprId| match code.expression(at) {
            Expr::Name(name) => Some(*name),
            _ => None,
        };
        let mut longer_ones: Vec<Name> = receivers.clone().filter_map(variable).collect();
        let (mut set, mut aliases) = (Vec::new(), Vec::new());
        for body in &code.bodies {
            longer(&body.statements, &mut |target| {
                set.extend(is_it(target).then_some(target));
                longer_ones.extend(variable(target));
            });
            each_part(code, &body.statements, &mut |part| match part {
                Part::Binding(target, value) => {
                    let is_set = match code.expression(target) {
                        Expr::Subscript(of, index) => {
                            longer_ones.extend(variable(*of));
                            is_it(*of) || is_text(code, code.expression(*index))
                        }
                        Expr::Name(name) => {
                            aliases.extend(is_it(value).then_some((*name, target)));
                            is_it(target)
                        }
                        _ => is_it(target),
                    };
                    set.extend(is_set.then_some(target));
                }
                Part::Expression(..) => {}
            });
        }
        let aliases = aliases.into_iter().filter(|(name, _)| longer_ones.contains(name));
        set.extend(aliases.map(|(_, target)| target));
        let called = receivers.filter(|&of| is_it(of));
        let first = called.chain(told).chain(set).next()?;
        Some(self.at(code.span(first)))
    }

    /// The modules of the packages that get folders here of which no word but the package's own name tells: in its own folder they go by
    /// no other name than before. No modules where a package may be another one, or files are named.
    fn in_its_own_folder(&self) -> FxHashSet<ModuleId> {
        let code = &self.facts.code;
        let paths = code.expressions.iter().filter(|expression| is_path(code, expression));
        let packages: Vec<ModuleId> = self.asked_for(self.module, &["__path__"]).collect();
        if self.names_a_file() || paths.count() != packages.len() {
            return FxHashSet::default();
        }
        let folders = self.named_folders();
        let name = |id: ModuleId| self.program.modules[id].name.as_str();
        let below = |id: &ModuleId| {
            packages.iter().any(|&package| {
                let rest = name(*id)
                    .strip_prefix(name(package))
                    .and_then(|rest| rest.strip_prefix('.'));
                rest.is_some_and(|rest| rest.rsplit('.').skip(1).all(|part| !folders.contains(part)))
            })
        };
        self.program.own_modules().filter(below).collect()
    }

    /// The own modules that somebody may mean who imports a module of a package that is not there, where the package gets folders here.
    fn missing_in_packages(&self) -> BTreeSet<ModuleId> {
        let program = self.program;
        let name = |id: ModuleId| program.modules[id].name.as_str();
        let mut packages: Vec<&str> = self.asked_for(self.module, &["__path__"]).map(name).collect();
        let code = &self.facts.code;
        let of_others = |expression: &&Expr| {
            is_text(code, expression) || matches!(expression, Expr::Attribute(..)) && is_path(code, expression)
        };
        // Of one that is handed around: a module that is not there may be any package's.
        let is_any = code.expressions.iter().filter(of_others).count() != packages.len();
        packages.push(name(self.module));
        let is_absent = |whole: &String| {
            let found = program.find(whole);
            found.is_none_or(|id| program.modules[id].kind == Kind::Missing)
        };
        let mut absent = BTreeSet::new();
        for (id, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
            for import in &facts.imports {
                let Some(whole) = program.absolute(id, import) else {
                    continue;
                };
                let is_bound = |name: &str| {
                    let from = program.find(&whole).and_then(|from| program.facts(from));
                    from.is_some_and(|facts| facts.global(name).is_some())
                };
                let below = import.name.as_deref().filter(|name| *name != "*" && !is_bound(name));
                absent.extend(below.map(|name| format!("{whole}.{name}")));
                absent.insert(whole);
            }
            absent.extend(facts.mentions.iter().filter_map(|mention| match &mention.kind {
                MentionKind::ImportsByName { module } => Some(module.clone()),
                _ => None,
            }));
        }
        absent.retain(is_absent);
        let own = |top: &str| program.find(top).is_some_and(|id| program.modules[id].is_own());
        let ends = absent.iter().filter_map(|whole| match is_any {
            true => Some(whole.split_once('.').filter(|(top, _)| own(top))?.1),
            false => packages
                .iter()
                .find_map(|package| whole.strip_prefix(package)?.strip_prefix('.')),
        });
        let mut meant = BTreeSet::new();
        for end in ends.collect::<BTreeSet<&str>>() {
            // `app.tool`, and what is below it: `app.plugins.tool` by its whole end, and the packages that it passes.
            let is_it = |id: &ModuleId| name(*id).strip_suffix(end).is_some_and(|head| head.ends_with('.'));
            let depth = end.split('.').count();
            for id in program.own_modules().filter(is_it) {
                spend(1);
                meant.extend(program.with_parents(id).take(depth));
            }
        }
        meant
    }
}

/// Whether an expression is the `__path__` of something.
fn is_path(code: &Code, expression: &Expr) -> bool {
    match expression {
        Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name) == "__path__",
        _ => false,
    }
}

/// Whether an expression is its name as a text.
fn is_text(code: &Code, expression: &Expr) -> bool {
    matches!(expression, Expr::Literal(Literal::Text(text)) if code.name(*text) == "__path__")
}

/// What statements make longer in its place: `packages.__path__ += folders`.
fn longer(block: &[Stmt], see: &mut dyn FnMut(ExprId)) {
    for statement in block {
        if let Stmt::Augment { target, .. } = statement {
            see(*target);
        }
        statement.blocks().into_iter().for_each(|inner| longer(inner, see));
    }
}
