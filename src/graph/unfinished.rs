//! What modules ask of each other while they are unfinished: in an import cycle, a module runs code that reads another one
//! whose own code has not run to its end. What it finds there depends on where the cycle was entered.
//!
//! Modules are executed in a simulation, statement by statement, as Python does it: imports enter modules depth first, a module
//! that is being entered already is taken as far as it got (`importlib`'s reference, "Circular imports"). A name that is bound
//! by then, once, by a `def` or a `class`, is the same thing later on; whatever else is taken is a need.
mod running;

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bits::Bits;
use super::edges::Graph;
use super::execution::{Bodies, subclass_hooks};
use super::program::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{ImportId, Phase, ScopeId};

/// Something that a module asks of an unfinished one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Need {
    /// Who asks.
    pub module: ModuleId,
    /// Where, in its text.
    pub at: u32,
    /// Whom.
    pub of: ModuleId,
    /// For what name.
    pub name: String,
}

/// Deeper than this Python itself gives up (its limit is 1,000 frames, of which an import takes five).
const DEEPEST: usize = 300;

/// What a module does, in the order of the text; the numbers are those of the facts.
#[derive(Debug, Clone, Copy)]
enum Event {
    Import(usize),
    Reference(usize),
    Operation(usize),
    Class(usize),
}

/// How far a module has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Until(u32),
    Done,
}

/// Simulates the execution of modules.
pub struct Execution<'a> {
    program: &'a Program,
    graph: &'a Graph,
    cut: &'a Bits,
    bodies: FxHashMap<ModuleId, Rc<Bodies>>,
    progress: FxHashMap<ModuleId, Progress>,
    depth: usize,
    needs: FxHashSet<Need>,
    changing: FxHashSet<Need>,
}

impl<'a> Execution<'a> {
    /// With the imports in `cut` deferred.
    pub fn new(program: &'a Program, graph: &'a Graph, cut: &'a Bits) -> Self {
        Execution {
            program,
            graph,
            cut,
            bodies: FxHashMap::default(),
            progress: FxHashMap::default(),
            depth: 0,
            needs: FxHashSet::default(),
            changing: FxHashSet::default(),
        }
    }

    /// Imports a module, and what it is in, if that has not been done.
    pub fn enter(&mut self, module: ModuleId) {
        if self.progress.contains_key(&module) {
            return;
        }
        if let Some(parent) = self.program.parent(module) {
            self.enter(parent);
        }
        // The package may have imported it.
        if self.progress.contains_key(&module) {
            return;
        }
        self.progress.insert(module, Progress::Until(0));
        if self.depth == DEEPEST {
            self.need(module, 0, module, "");
        } else if let Some(facts) = self.program.facts(module) {
            self.depth += 1;
            for (at, event) in self.events(module, facts) {
                self.progress.insert(module, Progress::Until(at));
                self.execute(module, facts, at, event);
            }
            self.depth -= 1;
        }
        self.progress.insert(module, Progress::Done);
    }

    /// Whether a module is being executed, or has been.
    pub fn has_entered(&self, module: ModuleId) -> bool {
        self.progress.contains_key(&module)
    }

    /// What was asked of unfinished modules so far.
    pub fn needs(&self) -> &FxHashSet<Need> {
        &self.needs
    }

    /// The same at the end.
    pub fn into_needs(self) -> FxHashSet<Need> {
        self.needs
    }

    /// Of these, what got an answer then, and may get another one of the finished module.
    pub fn changing(&self) -> &FxHashSet<Need> {
        &self.changing
    }

    fn is_cut(&self, module: ModuleId, import: usize) -> bool {
        let key = self.graph.key(module, import as ImportId);
        key.is_some_and(|key| self.cut.contains(key))
    }

    fn bodies(&mut self, module: ModuleId, facts: &ModuleFacts) -> Rc<Bodies> {
        let bodies = self.bodies.entry(module);
        Rc::clone(bodies.or_insert_with(|| Rc::new(Bodies::new(facts))))
    }

    fn events(&mut self, module: ModuleId, facts: &ModuleFacts) -> Vec<(u32, Event)> {
        let bodies = self.bodies(module, facts);
        let own = |map: &FxHashMap<Option<ScopeId>, Vec<usize>>| map.get(&None).cloned().unwrap_or_default();
        let mut events: Vec<(u32, Event)> = Vec::new();
        for at in own(&bodies.imports) {
            let import = &facts.imports[at];
            let waits = self.is_cut(module, at) || import.is_lazy;
            if !(waits || import.context.type_checking || import.context.main_guard) {
                events.push((import.alias.start, Event::Import(at)));
            }
        }
        for at in own(&bodies.references) {
            let reference = &facts.references[at];
            if reference.phase == Phase::Run || facts.evaluates_annotation(reference.phase) {
                events.push((reference.span.start, Event::Reference(at)));
            }
        }
        for at in own(&bodies.operations) {
            let operation = &facts.operations[at];
            if !operation.context.type_checking && !operation.context.main_guard {
                events.push((operation.span.start, Event::Operation(at)));
            }
        }
        for (at, definition) in facts.definitions.iter().enumerate() {
            if definition.is_class && facts.executing_function(definition.scope).is_none() {
                events.push((definition.name_span.start, Event::Class(at)));
            }
        }
        events.sort_by_key(|&(at, _)| at);
        events
    }

    fn execute(&mut self, module: ModuleId, facts: &ModuleFacts, at: u32, event: Event) {
        match event {
            Event::Import(import) => self.import(module, facts, import, (module, at)),
            Event::Reference(reference) => self.read(module, &facts.references[reference], (module, at)),
            Event::Operation(operation) => self.operate(module, facts, &facts.operations[operation], (module, at)),
            Event::Class(class) => {
                let class = &facts.definitions[class];
                for base in class.bases.iter().flatten() {
                    self.inherit(module, base, (module, at));
                }
                let hooks = subclass_hooks(self.program, module, std::slice::from_ref(class));
                self.run(hooks, (module, at));
            }
        }
    }
}
