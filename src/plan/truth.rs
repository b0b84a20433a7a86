//! What a run of the edited program teaches: which deferred imports ran all the same, and from where.
//!
//! The edited program's own run is the judge of a prediction. An import that ran in a function, where the edit had put it, is
//! an edge that the network lacked: the module that was being executed then needs the module. With that edge the next choice knows
//! better, and what cannot be saved is no longer paid for.
use std::collections::BTreeSet;

use super::imports::{Import, Imports};
use super::model::{Place, Reason, TakenBack};
use super::network::{Edge, Hold, NEEDED, Network, NodeId, ROOT, Workload, needs};
use crate::profile::model::{Event, Kind, Profile};
use crate::verdict::Code;

/// How a prediction and a run differ, as names of modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Predicted to be gone, and loaded.
    pub still_loaded: BTreeSet<String>,
    /// Gone, and predicted to be loaded.
    pub also_gone: BTreeSet<String>,
    /// Loaded by the edited program alone.
    pub new: BTreeSet<String>,
}

/// Compares the prediction for some edits with the runs before and after they were made.
pub fn compare(workload: &Workload, chosen: &BTreeSet<usize>, before: &Profile, after: &Profile) -> Difference {
    let names = |profile: &Profile| -> BTreeSet<String> {
        let names = profile.modules.iter().map(|module| module.name.clone());
        names.filter(|name| name != "__main__").collect()
    };
    let (was, is) = (names(before), names(after));
    let network = &workload.network;
    let loaded = network.loaded(&|number| chosen.contains(&number));
    let gone = network.nodes.iter().zip(&loaded).filter(|(_, loaded)| !**loaded);
    let predicted: BTreeSet<String> = gone
        .map(|(node, _)| node.name.clone())
        .filter(|name| was.contains(name))
        .collect();
    let left: BTreeSet<String> = was.difference(&is).cloned().collect();
    Difference {
        still_loaded: predicted.difference(&left).cloned().collect(),
        also_gone: left.difference(&predicted).cloned().collect(),
        new: is.difference(&was).cloned().collect(),
    }
}

/// Adds what the edited program's run showed, and says which of the chosen imports ran.
pub fn learn(network: &mut Network, imports: &Imports, chosen: &BTreeSet<usize>, after: &Profile) -> Vec<TakenBack> {
    for module in &after.modules {
        if network.find(&module.name).is_none() {
            network.add(&module.name, 0, module.kind == Kind::FirstParty);
        }
    }
    let mut ran = Vec::new();
    for event in &after.events {
        let importer = network.importer(&event.importer).to_owned();
        let is_edited = chosen.iter().any(|&number| imports.all[number].module == importer);
        let is_main = importer == network.importer("__main__");
        let moved: Vec<usize> = match event.is_module_level() && !is_main {
            true => Vec::new(),
            false => {
                let runs = |&number: &usize| is_run_of(&imports.all[number], &importer, event);
                chosen.iter().copied().filter(runs).collect()
            }
        };
        // An import that went into the main guard runs there, where nothing else in the file imports the same.
        let is_in_guard = || {
            let numbers = (0..imports.all.len()).filter(|number| !chosen.contains(number));
            let mut others = numbers.filter(|&number| is_run_of(&imports.all[number], &importer, event));
            is_main && !moved.is_empty() && others.next().is_none()
        };
        if event.is_module_level() && !is_in_guard() {
            // The lines of edited files have moved, and what is left at module level there is known already. What stands in
            // the project's other files is known, too, and may be deferred in the next round.
            if !is_edited && imports.behind(&importer, event).is_empty() {
                let from = node(network, &importer);
                connect(network, from, event, &Hold::Elsewhere, place(event));
            }
            continue;
        }
        let hold = match moved.is_empty() {
            true => Hold::Function {
                name: event.function.clone().unwrap_or_else(|| "import_module".to_owned()),
                module: importer,
                found_loaded: event.is_cached(),
            },
            false => Hold::Moved(event.function.clone()),
        };
        let from = event.during.as_ref().map_or(ROOT, |during| node(network, during));
        let origin = moved.first().map(|&number| imports.all[number].place.clone());
        connect(
            network,
            from,
            event,
            &hold,
            origin.or_else(|| place(event).filter(|_| !is_edited)),
        );
        let reason = Reason {
            place: None,
            change: None,
            code: Code::UsedAtStart.code().to_owned(),
            text: needs(event.function.as_deref()),
        };
        ran.extend(moved.into_iter().map(|number| TakenBack {
            place: imports.all[number].place.clone(),
            import: imports.all[number].text.clone(),
            reason: reason.clone(),
        }));
    }
    explain(network, chosen, after);
    ran
}

/// Whether an event in a function of `importer` is a run of an import that an edit has put there.
pub(super) fn is_run_of(import: &Import, importer: &str, event: &Event) -> bool {
    let named = match &import.name {
        Some(name) => event.names.contains(name),
        None => event.names.is_empty() && event.target.starts_with(&import.target),
    };
    import.module == importer && named && event.target == import.target
}

/// What was loaded and no statement accounts for (native code imports, too) is held by the module that was being executed then.
fn explain(network: &mut Network, chosen: &BTreeSet<usize>, after: &Profile) {
    let is_cut = |number: usize| chosen.contains(&number);
    let mut loaded = network.loaded(&is_cut);
    for module in &after.modules {
        let Some(to) = network.find(&module.name).filter(|&to| !loaded[to]) else {
            continue;
        };
        let parent = module.parent.and_then(|parent| after.modules.get(parent as usize));
        let from = parent.map_or(ROOT, |parent| node(network, &parent.name));
        network.connect(Edge {
            from,
            to,
            hold: Hold::Elsewhere,
            place: None,
        });
        // A parent comes before what it imports: what its statements load is accounted for with it.
        network.load(to, &is_cut, &mut loaded);
    }
}

/// Adds what a Python that defers imports by itself showed: of `chosen` those that it had to make all the same.
pub fn hold(network: &mut Network, imports: &Imports, needed: &[usize]) -> Vec<TakenBack> {
    let mut held = Vec::new();
    for &number in needed {
        let import = &imports.all[number];
        let submodule = import.name.as_ref().map(|name| format!("{}.{name}", import.target));
        let targets = [Some(import.target.clone()), submodule];
        let from = node(network, &import.module);
        for to in targets
            .iter()
            .flatten()
            .filter_map(|target| network.find(target))
            .collect::<Vec<_>>()
        {
            network.connect(Edge {
                from,
                to,
                hold: Hold::Needed,
                place: Some(import.place.clone()),
            });
        }
        held.push(TakenBack {
            place: import.place.clone(),
            import: import.text.clone(),
            reason: Reason::new(Code::UsedAtStart.code(), NEEDED),
        });
    }
    held
}

fn node(network: &Network, name: &str) -> NodeId {
    network.find(name).unwrap_or(ROOT)
}

fn place(event: &Event) -> Option<Place> {
    event.file.as_ref().map(|file| Place {
        path: file.clone(),
        line: event.line,
    })
}

fn connect(network: &mut Network, from: NodeId, event: &Event, hold: &Hold, place: Option<Place>) {
    let submodules = event.submodules.iter().map(|name| format!("{}.{name}", event.target));
    let targets = std::iter::once(event.target.clone())
        .chain(submodules)
        .chain(event.executed.iter().cloned());
    for to in targets.filter_map(|target| network.find(&target)).collect::<Vec<_>>() {
        network.connect(Edge {
            from,
            to,
            hold: hold.clone(),
            place: place.clone(),
        });
    }
}
