//! The doors of an import cycle: the members at which it can be entered. By one door a member may ask an unfinished one for what
//! is not there yet, and fail, while by another all goes well. A program that has such a cycle works because the good door
//! comes first. An import that opens it stays, whatever else comes to the other door later.
use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::inputs::Inputs;
use super::order::{first_entered, order_from};
use super::verdict::Kept;
use crate::graph::unfinished::{Execution, Need};
use crate::graph::{Bits, EdgeKey, Kind, ModuleId, Program, Reach, Sighting};
use crate::semantics::facts::MentionKind;

/// What the members of a cycle ask of unfinished ones.
type Asked = Rc<FxHashSet<Need>>;

/// The cut imports that open a cycle by a door where its members ask for less than by another.
pub(super) fn opening(inputs: Inputs<'_>, cycles: &Reach, cut: &Bits) -> Vec<(EdgeKey, Kept)> {
    let graph = inputs.graph;
    let none = Bits::new(graph.imports.len());
    let mut doors = Doors {
        inputs,
        cycles,
        none: &none,
        needs: FxHashMap::default(),
        asked: FxHashMap::default(),
        most: FxHashMap::default(),
        named_from_outside: OnceCell::new(),
    };
    let mut found = Vec::new();
    for key in cut.iter() {
        let (module, import) = graph.imports[key];
        let mut entered = Vec::new();
        let mut loaded = Bits::new(graph.edges.len());
        for target in graph.targets(key) {
            entered.extend(order_from(inputs, &none, target, &mut loaded));
        }
        let mut left = Bits::new(graph.edges.len());
        order_from(inputs, cut, module, &mut left);
        let mut opened: Vec<ModuleId> = first_entered(cycles, &entered).into_values().collect();
        opened.sort_unstable();
        let other = opened
            .into_iter()
            // The standard library is made to be entered at any module.
            .filter(|&door| !left.contains(door) && inputs.program.modules[door].kind != Kind::Standard)
            .find_map(|door| doors.worse(door, module));
        if let Some(other) = other {
            let facts = inputs.program.facts(module);
            let span = facts
                .map(|facts| facts.imports[import as usize].alias)
                .unwrap_or_default();
            let name = &inputs.program.modules[other].name;
            let kept = Kept::at(Code::ImportCycle, format!("at `{name}`"), Sighting { module, span });
            found.push((key, kept));
        }
    }
    found
}

struct Doors<'a, 'r> {
    inputs: Inputs<'a>,
    cycles: &'r Reach,
    none: &'r Bits,
    /// By the module that is imported: what all cycles ask for.
    needs: FxHashMap<ModuleId, Asked>,
    /// The same for one cycle.
    asked: FxHashMap<(ModuleId, usize), Asked>,
    /// By cycle, what is asked for by each of its doors.
    most: FxHashMap<usize, Rc<Vec<(ModuleId, Asked)>>>,
    /// Modules that are named by some that are not in a cycle with them.
    named_from_outside: OnceCell<FxHashSet<ModuleId>>,
}

impl Doors<'_, '_> {
    /// A member of the cycle of `door` by which more is asked for than where `module` is imported first.
    fn worse(&mut self, door: ModuleId, module: ModuleId) -> Option<ModuleId> {
        let cycle = self.cycles.component(door);
        let all = self.of_cycle(cycle);
        if all.iter().all(|(_, asked)| asked.is_empty()) {
            return None;
        }
        let well = self.asked(module, cycle);
        let worse = all.iter().find(|(_, asked)| !asked.is_subset(&well));
        worse.map(|(other, _)| *other)
    }

    fn of_cycle(&mut self, cycle: usize) -> Rc<Vec<(ModuleId, Asked)>> {
        if let Some(known) = self.most.get(&cycle) {
            return Rc::clone(known);
        }
        let modules = 0..self.inputs.program.modules.len();
        let members: Vec<ModuleId> = modules
            .filter(|&module| self.cycles.component(module) == cycle)
            .collect();
        // The packages around members are entered first: many have one door.
        let mut seen = FxHashSet::default();
        let mut all = Vec::new();
        let come_to: Vec<ModuleId> = members.into_iter().filter(|&member| self.is_come_to(member)).collect();
        for member in come_to {
            let order = order_from(
                self.inputs,
                self.none,
                member,
                &mut Bits::new(self.inputs.graph.edges.len()),
            );
            if first_entered(self.cycles, &order)
                .get(&cycle)
                .is_some_and(|&first| seen.insert(first))
            {
                all.push((member, self.asked(member, cycle)));
            }
        }
        let all = Rc::new(all);
        self.most.insert(cycle, Rc::clone(&all));
        all
    }

    /// Whether somebody outside of its cycle may import a member first. A user of the project may import any module of it; one of
    /// an installed package is come to where some code that is not in the cycle names it.
    fn is_come_to(&self, member: ModuleId) -> bool {
        let Inputs { program, graph, .. } = self.inputs;
        let named = self.named_from_outside.get_or_init(|| {
            let is_outside = |from: ModuleId, to: &ModuleId| self.cycles.component(from) != self.cycles.component(*to);
            let mut named = FxHashSet::default();
            for (module, edges) in graph.edges.iter().enumerate() {
                let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
                let targets = imports.flat_map(|import| program.targets(module, import));
                let loaded = edges.iter().map(|edge| edge.target);
                named.extend(targets.chain(loaded).filter(|target| is_outside(module, target)));
                named.extend(named_by_text(program, module));
            }
            named
        });
        program.modules[member].is_own() || named.contains(&member)
    }

    fn asked(&mut self, module: ModuleId, cycle: usize) -> Asked {
        let Inputs { program, graph, .. } = self.inputs;
        let (cycles, none) = (self.cycles, self.none);
        if let Some(known) = self.asked.get(&(module, cycle)) {
            return Rc::clone(known);
        }
        // Most modules that are imported lead into many cycles.
        let needs = self.needs.entry(module).or_insert_with(|| {
            let mut execution = Execution::new(program, graph, none);
            execution.enter(module);
            Rc::new(execution.into_needs())
        });
        let of_cycle = needs.iter().filter(|need| cycles.component(need.module) == cycle);
        let asked: Asked = Rc::new(of_cycle.cloned().collect());
        self.asked.insert((module, cycle), Rc::clone(&asked));
        asked
    }
}

/// Modules that code of the project imports by strings.
fn named_by_text(program: &Program, module: ModuleId) -> Vec<ModuleId> {
    let Some(facts) = program.facts(module).filter(|_| program.modules[module].is_own()) else {
        return Vec::new();
    };
    let mentions = || facts.mentions.iter();
    let named = mentions().filter_map(|mention| match &mention.kind {
        MentionKind::ImportsByName { module } => program.find(module),
        _ => None,
    });
    let prefixes = mentions().filter_map(|mention| match &mention.kind {
        MentionKind::ImportsByName { module } => module.strip_suffix('*'),
        _ => None,
    });
    let below = |prefix: &str| {
        let modules = program.modules.iter().enumerate();
        let found = modules.filter(|(_, module)| module.name.starts_with(prefix));
        found.map(|(id, _)| id).collect::<Vec<ModuleId>>()
    };
    named.chain(prefixes.flat_map(below)).collect()
}
