//! What modules of the project were given while they were imported, by the names that hold it, and where they asked for it.
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::Asking;
use super::given::{Given, Names, Places};
use super::handed::name_in;
use super::known::OfModule;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::Place;
use crate::graph::ModuleId;
use crate::semantics::code::{BodyKind, Code, ExprId, Name, Stmt};
use crate::semantics::facts::Import;
use crate::syntax::Span;

/// Modules that take names from each other are followed so far.
const DEPTH: usize = 4;

impl Machine<'_> {
    /// What a module was given, of what the import of another one (or its own) asks.
    pub(super) fn given_to(
        &mut self,
        module: ModuleId,
        importing: ModuleId,
        asking: Asking,
        depth: usize,
    ) -> Rc<OfModule> {
        let key = (module, importing, asking);
        let count = self.asked_so_far(importing, asking);
        if let Some((known, given)) = self.given.modules.get(&key)
            && *known == count
        {
            return Rc::clone(given);
        }
        // A cycle of imports ends here.
        self.given.modules.insert(key, (count, Rc::default()));
        let given = Rc::new(self.ask_module(module, importing, asking, depth));
        self.given.modules.insert(key, (count, Rc::clone(&given)));
        given
    }

    fn ask_module(&mut self, module: ModuleId, importing: ModuleId, asking: Asking, depth: usize) -> OfModule {
        let Some(facts) = self.facts(module) else {
            return OfModule::default();
        };
        let code = &facts.code;
        let mut names = Names::default();
        if module != importing && self.is_own(module) {
            // What it was given when it was imported itself.
            names.join(&self.given_to(module, module, asking, depth).names);
        }
        let mut imported = FxHashSet::default();
        if self.is_own(module) {
            for import in &facts.imports {
                let bound = name_in(code, import.bound_name());
                imported.extend(bound);
                if let Some(bound) = bound.filter(|_| depth < DEPTH) {
                    self.take_given(module, import, bound, (asking, depth), &mut names);
                }
            }
        }
        let asked = self.asked(module, importing, asking);
        let places = Places::new(asked, imported);
        let mut given = Given::new(code, &places, names);
        if given.is_nothing() {
            return OfModule {
                places,
                names: Names::default(),
            };
        }
        given.spread(0);
        if self.is_own(module) {
            // What functions set for the module, or hand out of it.
            for _ in 0..2 {
                for (id, body) in code.bodies.iter().enumerate() {
                    let is_at_top = body.kind == BodyKind::Function && body.parent == Some(0);
                    if !is_at_top && body.globals.is_empty() || body.kind == BodyKind::Class || id == 0 {
                        continue;
                    }
                    let mut within = Given::new(code, &places, given.names.seen_in(body));
                    if within.names.is_empty() && body.globals.is_empty() {
                        continue;
                    }
                    let hands_out = within.spread(id as u32);
                    let set = body.globals.iter().filter(|name| within.names.whole.contains(*name));
                    given.names.whole.extend(set);
                    if is_at_top && hands_out && !within.names.is_empty() {
                        given.names.whole.insert(body.name);
                    }
                }
                given.spread(0);
            }
        }
        let names = std::mem::take(&mut given.names);
        OfModule { places, names }
    }

    /// The names that an import takes of a module of the project which was given something.
    fn take_given(
        &mut self,
        module: ModuleId,
        import: &Import,
        bound: Name,
        (asking, depth): (Asking, usize),
        names: &mut Names,
    ) {
        let program = self.program;
        let Some(facts) = self.facts(module) else { return };
        let base = program.absolute(module, import).and_then(|base| program.find(&base));
        let Some(base) = base else { return };
        let taken = import.name.as_deref().map(|name| (name, program.submodule(base, name)));
        let whole = match taken {
            None => Some(base),
            Some((_, submodule)) => submodule,
        };
        let texts = |machine: &mut Self, of: ModuleId| -> Vec<String> {
            let given = machine.given_to(of, of, asking, depth + 1);
            let code = machine.facts(of).map(|facts| &facts.code);
            let text = |name: &Name| code.map(|code| code.name(*name).to_owned());
            given
                .names
                .whole
                .iter()
                .chain(&given.names.values)
                .filter_map(text)
                .collect()
        };
        if let Some(of) = whole.filter(|&of| of != module && self.is_own(of)) {
            for name in texts(self, of) {
                names
                    .parts
                    .extend(name_in(&facts.code, &name).map(|part| (bound, part)));
            }
        } else if let Some((name, _)) = taken
            && base != module
            && self.is_own(base)
            && texts(self, base).iter().any(|given| given == name)
        {
            names.whole.insert(bound);
        }
    }

    /// How often the import of a module asks, as far as it is followed by now, and how many imports there were, which may have asked.
    pub(super) fn asked_so_far(&mut self, importing: ModuleId, asking: Asking) -> usize {
        let (seen, count) = self.given.counts.entry((importing, asking)).or_default();
        let effects = &self.of[importing];
        // What is known of an import only grows.
        *count += effects.iter().skip(*seen).filter(|effect| asking.is_by(effect)).count();
        *seen = effects.len();
        *count + self.reached.len()
    }

    /// Whether a `raise`, or the test of an `assert`, stands at a place of a file.
    pub(super) fn raises_at(&mut self, place: Place) -> bool {
        if !self.given.raising.contains_key(&place.module) {
            let code = self.facts(place.module).map(|facts| &facts.code);
            let mut found = FxHashSet::default();
            for (code, body) in code
                .into_iter()
                .flat_map(|code| code.bodies.iter().map(move |body| (code, body)))
            {
                raises_in(code, &body.statements, &mut found);
            }
            self.given.raising.insert(place.module, Rc::new(found));
        }
        let raising = self.given.raising.get(&place.module);
        raising.is_some_and(|raising| raising.contains(&place.span))
    }

    /// Where a module asks for such a thing while one is imported.
    fn asked(&self, module: ModuleId, importing: ModuleId, asking: Asking) -> Vec<Span> {
        let reads = self.of[importing].iter().filter(|effect| asking.is_by(effect));
        let places = reads.flat_map(|effect| {
            let steps = effect.chain.iter().map(|step| (step.module, step.span));
            steps.chain([(effect.module, effect.span)])
        });
        let mut asked: Vec<Span> = places.filter(|&(of, _)| of == module).map(|(_, span)| span).collect();
        asked.retain(|&span| !self.given.own_files.contains(&Place { module, span }));
        asked.sort_unstable_by_key(|span| (span.start, span.end));
        asked.dedup();
        asked
    }

    /// The expression that stands at a place: a call, where there is one.
    pub fn expression_at(&mut self, module: ModuleId, span: Span) -> Option<ExprId> {
        if !self.given.places.contains_key(&module) {
            let code = &self.facts(module)?.code;
            // What is made of others comes behind them.
            let places = code.spans.iter().zip(0..).map(|(&span, id)| (span, id)).collect();
            self.given.places.insert(module, Rc::new(places));
        }
        self.given.places.get(&module)?.get(&span).copied()
    }
}

/// Where statements raise something, and those below them.
fn raises_in(code: &Code, block: &[Stmt], found: &mut FxHashSet<Span>) {
    for statement in block {
        match statement {
            Stmt::Raise { span, .. } => drop(found.insert(*span)),
            Stmt::Assert { test, .. } => drop(found.insert(code.span(*test))),
            _ => {}
        }
        for inner in statement.blocks() {
            raises_in(code, inner, found);
        }
    }
}
