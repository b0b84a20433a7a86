//! Names of modules that are put together of what is not known: `f"{base}.{name}"`. They lie below a package that the strings nearby
//! name, or below the file's own where it asks for its own name; what is known of the name says which of them.
use rustc_hash::FxHashSet;

use super::MAIN;
use super::look::Look;
use super::parts::{Part, each_part};
use crate::graph::effort::spend;
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Literal};
use crate::semantics::facts::{Mention, MentionKind, Object, Operation, Piece, Touch};
use crate::syntax::Span;

/// Names by which a file tells what it is called, and attributes that say it of any module.
/// Not in `rules/`: the language defines them.
const OWN_NAME: [&str; 4] = ["__name__", "__package__", "__path__", "__spec__"];
/// The attribute of a class or function that says which module it comes from.
/// Not in `rules/`: the language defines it.
const MODULE_OF: &str = "__module__";

/// What hands out loggers, each by a name that is theirs.
/// Not in `rules/`: a word of the standard library that others have taken over.
const LOGGER: &str = "getLogger";

/// Whose names a file may ask for.
#[derive(Default)]
struct Asks {
    /// Its own.
    own: bool,
    /// Those of modules that it has in its hands: `package.__name__`.
    of_others: bool,
}

impl Asks {
    fn of(facts: &ModuleFacts) -> Self {
        let code = &facts.code;
        let mut asks = Asks::default();
        if !OWN_NAME.iter().any(|name| code.has_name(name)) && !code.has_name(MODULE_OF) {
            return asks;
        }
        // `globals()["__package__"]`, and that of a frame.
        asks.own = facts
            .namespace_reads
            .iter()
            .any(|read| read.object == Object::ThisModule);
        for body in &code.bodies {
            each_part(code, &body.statements, &mut |part| {
                let Part::Expression(at, around) = part else { return };
                match code.expression(at) {
                    Expr::Name(name) => {
                        asks.own |= OWN_NAME.contains(&code.name(*name))
                            && !around.is_some_and(|around| is_label(code, around));
                    }
                    Expr::Attribute(_, name) => {
                        asks.own |= code.name(*name) == MODULE_OF;
                        asks.of_others |= OWN_NAME.contains(&code.name(*name));
                    }
                    Expr::Literal(Literal::Text(text)) => asks.of_others |= OWN_NAME.contains(&code.name(*text)),
                    _ => {}
                }
            });
        }
        asks
    }
}

/// Whether what is handed to an expression there is no part of a name: the label of a logger, or the question whether it is a script.
fn is_label(code: &Code, around: ExprId) -> bool {
    match code.expression(around) {
        Expr::Call(callee, _) => match code.expression(*callee) {
            Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name) == LOGGER,
            _ => false,
        },
        Expr::Compare(_, others) => others.iter().any(|&(_, other)| code.text(other) == Some(MAIN)),
        _ => false,
    }
}

/// What is known of a name that is put together.
struct Composed {
    /// How it begins, from the top; empty where that is not known.
    start: String,
    /// How many packages further up it begins than the one that is not known.
    up: usize,
    /// What follows below that.
    below: String,
    /// Whether that is all of it.
    is_whole: bool,
}

impl Composed {
    /// Whether more is known of it than that there is a dot.
    fn says_something(&self) -> bool {
        !self.start.is_empty() || !self.below.trim_matches('.').is_empty()
    }

    /// Whether it may be the name of a module, if the package that is not known is one of these.
    fn may_be(&self, name: &str, packages: &[&str]) -> bool {
        let fits = |head: &str, rest: &str| {
            let below = name.strip_prefix(head).and_then(|below| below.strip_prefix(rest));
            below.is_some_and(|more| more.is_empty() || !self.is_whole)
        };
        match self.start.is_empty() {
            true => packages.iter().any(|package| {
                let package =
                    std::iter::successors(Some(*package), |below| Some(below.rsplit_once('.')?.0)).nth(self.up);
                package.is_some_and(|package| fits(package, &self.below))
            }),
            false => fits(&self.start, &self.below),
        }
    }
}

/// A name below a package that stands elsewhere: `.name`, `..name`, and with a `*` how one begins.
fn relative(name: &str) -> Option<Composed> {
    let below = name.trim_start_matches('.');
    let up = (name.len() - below.len()).checked_sub(1)?;
    let start = below.trim_end_matches('*');
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    start.chars().all(is_name).then(|| Composed {
        start: String::new(),
        up,
        below: format!(".{start}"),
        is_whole: !below.ends_with('*'),
    })
}

impl Look<'_> {
    /// Whether what is put together at a place is the name of a module that is looked up there, or goes to a function of the project.
    fn is_looked_up(&self, module: ModuleId, facts: &ModuleFacts, at: Span) -> bool {
        let is_lookup = |mention: &Mention| {
            let looks_up = matches!(
                mention.kind,
                MentionKind::ImportsComputed | MentionKind::LoadedComputed { .. }
            );
            looks_up && mention.span == at
        };
        let is_handed_on = |call: &Operation| {
            let callee = || self.program.entity(module, call.path.as_ref()?);
            let is_around = call.span.start <= at.start && at.end <= call.span.end && call.span != at;
            is_around && matches!(callee(), Some(Entity::Attribute(target, _)) if self.program.modules[target].is_own())
        };
        facts.mentions.iter().any(is_lookup) || facts.operations.iter().any(is_handed_on)
    }

    /// The modules of the project whose names these files put together, where the words name the packages around them.
    /// `in_hand` are modules that come to the file otherwise.
    pub(super) fn composed(
        &self,
        files: &[(ModuleId, &ModuleFacts)],
        words: &FxHashSet<String>,
        in_hand: impl Iterator<Item = ModuleId>,
    ) -> Vec<ModuleId> {
        let in_words = (self.module, words.iter().filter_map(|word| relative(word)).collect());
        let in_files = files.iter().map(|&(id, facts)| (id, self.composed_in(id, facts)));
        let composed: Vec<(ModuleId, Vec<Composed>)> = in_files
            .chain([in_words])
            .filter(|(_, composed)| !composed.is_empty())
            .collect();
        if composed.is_empty() {
            return Vec::new();
        }
        let modules = &self.program.modules;
        let named = words.iter().filter_map(|word| self.program.find(word));
        let asking = composed.iter().map(|&(id, _)| id).chain([self.module]);
        let asking: Vec<(ModuleId, Asks)> = asking
            .filter_map(|id| Some((id, Asks::of(self.program.facts(id)?))))
            .collect();
        let telling = asking.iter().filter(|(_, asks)| asks.own).map(|&(id, _)| id);
        let own = telling
            .flat_map(|id| std::iter::successors(self.program.package_around(id), |&id| self.program.parent(id)));
        // Whoever is near may have put a module where its name is asked for.
        let asks_others = asking.iter().any(|(_, asks)| asks.of_others);
        let near = files.iter().filter(|_| asks_others);
        let held = near
            .flat_map(|&(id, facts)| self.held_as_values(id, facts))
            .chain(in_hand);
        let packages = named.chain(own).chain(held);
        let packages = packages.filter(|&id| modules[id].is_own() && modules[id].is_package);
        let packages: Vec<&str> = packages.map(|id| modules[id].name.as_str()).collect();
        let composed: Vec<Composed> = composed.into_iter().flat_map(|(_, composed)| composed).collect();
        let own = self.program.own_modules().inspect(|_| spend(composed.len()));
        own.filter(|&id| composed.iter().any(|one| one.may_be(&modules[id].name, &packages)))
            .collect()
    }

    /// The modules that a file uses otherwise than for an attribute.
    fn held_as_values(&self, module: ModuleId, facts: &ModuleFacts) -> Vec<ModuleId> {
        let imported = facts
            .references
            .iter()
            .filter(|reference| facts.bindings[reference.binding as usize].kinds.imports > 0);
        let held = imported.filter_map(|reference| {
            let trail = self.program.trail(module, reference.binding, &reference.attributes)?;
            match trail.end {
                Entity::Module(held) => Some(held),
                Entity::Attribute(..) => None,
            }
        });
        held.collect()
    }

    /// The names of modules that a file puts together, as far as they are known.
    fn composed_in(&self, module: ModuleId, facts: &ModuleFacts) -> Vec<Composed> {
        let found = facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::Joined {
                pieces,
                touch: Touch::Read,
            } => {
                let composed = self.composed_of(module, pieces)?;
                // Another file puts together much else.
                let may_be_name = module == self.module && composed.says_something();
                (may_be_name || self.is_looked_up(module, facts, mention.span)).then_some(composed)
            }
            // `import_module(f".{name}", package)`
            MentionKind::ImportsByName { module } => relative(module),
            _ => None,
        });
        found.collect()
    }

    /// The name of the module that an object of a file is; of this or another file, whose variables have other numbers.
    fn name_in(&self, module: ModuleId, object: &Object) -> Option<String> {
        if module == self.module {
            return self.name_of(object);
        }
        let found = match object {
            Object::ThisModule => Some(module),
            Object::Module(name) => self.program.find(name),
            Object::Path(path) => match self.program.entity(module, path) {
                Some(Entity::Module(found)) => Some(found),
                Some(Entity::Attribute(..)) | None => None,
            },
            Object::Below(_) | Object::Made(_) | Object::Value | Object::Unknown => None,
        };
        found.map(|found| self.program.modules[found].name.clone())
    }

    fn composed_of(&self, module: ModuleId, pieces: &[Piece]) -> Option<Composed> {
        let (first, rest) = pieces.split_first()?;
        let mut start = match first {
            Piece::Text(text) => text.clone(),
            Piece::NameOf(object) => self.name_in(module, object).unwrap_or_default(),
            Piece::Unknown => String::new(),
        };
        let is_relative = start.starts_with('.');
        let (below, rest) = match rest.split_first() {
            _ if is_relative => (std::mem::take(&mut start), rest),
            Some((Piece::Text(text), rest)) => (text.clone(), rest),
            _ => (String::new(), rest),
        };
        // Nothing but what begins with a dot goes on below a package.
        let is_name = |text: &str| {
            text.chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
        };
        let goes_on = !start.is_empty() || below.starts_with('.');
        (goes_on && is_name(&start) && is_name(&below)).then_some(Composed {
            start,
            up: 0,
            below,
            is_whole: rest.is_empty(),
        })
    }
}
