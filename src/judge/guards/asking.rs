//! What a guard asks of what an import loads: whether it is installed, or what it raises.
use rustc_hash::FxHashMap;

use super::caught::{Caught, may_catch};
use super::looked_for::{found_before, top_level};
use super::{Asks, Guard, Handles};
use crate::evaluate::{self, Raised};
use crate::graph::{EdgeKey, Kind, ModuleId};
use crate::judge::Code;
use crate::judge::inputs::Inputs;
use crate::judge::verdict::Kept;
use crate::syntax::Span;

impl Guard {
    /// Why an import stays that is part of what the guard asks.
    pub fn keeps(&self, inputs: Inputs<'_>, key: EdgeKey) -> Option<Kept> {
        let detail = self.asks(inputs, key)?;
        Some(Kept::at(Code::GuardedElsewhere, detail, self.at))
    }

    /// Why a constant of a module stays that it tries to import: what computing it raises.
    pub fn keeps_constant(&self, inputs: Inputs<'_>, module: ModuleId, statement: Span) -> Option<Kept> {
        let Handles::Raised(caught) = &self.handles else {
            return None;
        };
        let mut raised = inputs.evaluation.raised.get(&module)?.iter();
        let in_statement = |place: &evaluate::Place| {
            place.module == module && statement.start <= place.span.start && place.span.end <= statement.end
        };
        raised
            .find(|raised| in_statement(&raised.place) && may_catch(inputs.rules, caught, raised))
            .map(|raised| Kept::at(Code::GuardedElsewhere, told(inputs, module, raised), self.at))
    }

    /// What has been found wherever an import runs, where that is asked: whether something is installed.
    fn found_before(&self, inputs: Inputs<'_>, key: EdgeKey) -> Vec<String> {
        let (importer, import) = inputs.graph.imports[key];
        let facts = inputs.program.facts(importer);
        let is_in_branch = facts.is_some_and(|facts| facts.imports[import as usize].context.conditional);
        match &self.handles {
            Handles::Missing(_) if is_in_branch => found_before(inputs.program, importer, import),
            Handles::Missing(_) | Handles::Raised(_) => Vec::new(),
        }
    }

    /// What it asks of what an import loads: that something of that is installed, or that a module of the project does not
    /// raise, which is told. None where all of that is loaded before, or somebody else handles it on the way.
    fn asks(&self, inputs: Inputs<'_>, key: EdgeKey) -> Option<String> {
        let (program, graph) = (inputs.program, inputs.graph);
        let handles_itself = |key: EdgeKey| {
            let (importer, import) = graph.imports[key];
            let facts = program.facts(importer);
            facts.is_some_and(|facts| facts.imports[import as usize].context.import_errors_caught)
        };
        if matches!(self.handles, Handles::Missing(_)) && handles_itself(key) {
            return None;
        }
        let raises = |id: ModuleId, caught: &[Caught]| {
            let mut raised = inputs.evaluation.raised.get(&id)?.iter();
            let raised = raised.find(|raised| may_catch(inputs.rules, caught, raised))?;
            Some(told(inputs, id, raised))
        };
        // What has been found on every way to a module that has been gone so far.
        let mut seen: FxHashMap<ModuleId, Vec<String>> = FxHashMap::default();
        let mut pending = Vec::new();
        let follow = |key: EdgeKey, target: ModuleId, mut found: Vec<String>, pending: &mut Vec<_>| {
            found.extend(self.found_before(inputs, key));
            if is_wanted(inputs, key, target, &found) {
                pending.push((target, found));
            }
        };
        for target in graph.targets(key) {
            follow(key, target, Vec::new(), &mut pending);
        }
        while let Some((id, mut found)) = pending.pop() {
            if self.loaded.contains(id) {
                continue;
            }
            if let Some(known) = seen.get(&id) {
                if known.iter().all(|package| found.contains(package)) {
                    continue;
                }
                found.retain(|package| known.contains(package));
            }
            seen.insert(id, found.clone());
            let asked = match &self.handles {
                Handles::Missing(asks) => {
                    let kind = program.modules[id].kind;
                    let is_asked = kind == Kind::Missing || kind == Kind::Site && *asks == Asks::All;
                    is_asked.then(|| format!("`{}` may be missing", program.modules[id].name))
                }
                Handles::Raised(caught) => raises(id, caught),
            };
            if asked.is_some() {
                return asked;
            }
            // What installed packages can do without, most of them say themselves, in some way or other.
            if matches!(self.handles, Handles::Missing(Asks::Absent)) && !program.modules[id].is_own() {
                continue;
            }
            for edge in &graph.edges[id] {
                match edge.key {
                    Some(key) if !handles_itself(key) => follow(key, edge.target, found.clone(), &mut pending),
                    Some(_) => {}
                    None => pending.push((edge.target, found.clone())),
                }
            }
        }
        None
    }
}

/// Whether an import fails where a module is missing: not one for another environment, nor one of a name that another module of
/// the project takes from there, which does without it in its own way, nor one that stands where its package has been `found`.
fn is_wanted(inputs: Inputs<'_>, key: EdgeKey, target: ModuleId, found: &[String]) -> bool {
    let program = inputs.program;
    let target = &program.modules[target];
    if target.kind != Kind::Missing {
        return true;
    }
    let (importer, id) = inputs.graph.imports[key];
    let import = program.facts(importer).map(|facts| &facts.imports[id as usize]);
    let base = import.and_then(|import| program.absolute(importer, import));
    let is_named = base
        .as_ref()
        .is_none_or(|base| crate::rules::matches(base, &target.name));
    let is_found = base.is_some_and(|base| found.contains(&top_level(&base)));
    is_named && !is_found && !inputs.evaluation.followed.is_elsewhere(importer, id)
}

/// What a module raises, in words.
pub(super) fn told(inputs: Inputs<'_>, module: ModuleId, raised: &Raised) -> String {
    let exception = raised.exception.as_deref().unwrap_or("exception");
    let name = &inputs.program.modules[module].name;
    format!("`{name}` may raise `{exception}`")
}
