//! What stays loaded though it takes long, and what keeps it.
use std::collections::{BTreeMap, BTreeSet};

use super::chains::{link, uncuttable};
use super::frontier::Choice;
use super::imports::Imports;
use super::model::{Link, Reason, Remaining};
use super::network::{Edge, Hold, Network, NodeId, ROOT, Workload};
use crate::verdict::Code;

/// The packages that stay and take the longest, at most `most`, each with the import of the project that keeps it.
pub fn remaining(workloads: &[Workload], imports: &Imports, chosen: &Choice, most: usize) -> Vec<Remaining> {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let mut packages: BTreeMap<&str, (f64, BTreeSet<&str>, usize, NodeId)> = BTreeMap::new();
    let mut stays = Vec::new();
    for (at, workload) in workloads.iter().enumerate() {
        let network = &workload.network;
        let loaded = network.loaded(&|number| chosen.imports.contains(&number));
        for (id, node) in network
            .nodes
            .iter()
            .enumerate()
            .filter(|(id, node)| loaded[*id] && *id != ROOT && !node.is_own)
        {
            let package = node.name.split('.').next().unwrap_or_default();
            let entry = packages.entry(package).or_insert((0.0, BTreeSet::new(), at, id));
            entry.0 += workload.weight / weights * node.self_us as f64 / 1000.0;
            entry.1.insert(&node.name);
            // The package itself stands for its modules.
            if entry.2 == at && node.name == package {
                entry.3 = id;
            }
        }
        stays.push(loaded);
    }
    let mut packages: Vec<_> = packages.into_iter().collect();
    packages.sort_by(|left, right| right.1.0.total_cmp(&left.1.0).then(left.0.cmp(right.0)));
    packages.truncate(most);
    packages
        .into_iter()
        .map(|(package, (self_ms, modules, at, node))| {
            let held = keeper(&workloads[at].network, imports, &stays[at], chosen, node);
            Remaining {
                package: package.to_owned(),
                self_ms,
                modules: modules.len(),
                more: others(&workloads[at].network, imports, held.0.as_ref()),
                place: held.0.as_ref().and_then(|link| link.place.clone()),
                import: held.1,
                reason: held.2,
            }
        })
        .collect()
}

/// The import of the project that keeps a module loaded, as the last of its kind on a chain to it, and why it stays.
fn keeper(
    network: &Network,
    imports: &Imports,
    loaded: &[bool],
    chosen: &Choice,
    goal: NodeId,
) -> (Option<Link>, Option<String>, Reason) {
    let chain = uncuttable(network, imports, goal);
    let own = |link: &&Link| network.find(&link.from).is_some_and(|from| network.nodes[from].is_own);
    if let Some(last) = chain.iter().rfind(own) {
        let reason = last
            .held
            .clone()
            .unwrap_or(Reason::new(Code::UsedAtImport.code(), String::new()));
        return (Some(last.clone()), text(network, imports, last), reason);
    }
    if let Some(last) = chain.last() {
        let reason = last.held.clone();
        let unknown = || Reason::new(Code::NotYours.code(), format!("`{}` loads it", last.from));
        return (Some(last.clone()), None, reason.unwrap_or_else(unknown));
    }
    // Edits could remove it, but are not worth their price.
    let stays = |edge: &&Edge| match edge.hold {
        Hold::Import(number) => !chosen.imports.contains(&number),
        _ => true,
    };
    let keeping = network
        .edges
        .iter()
        .filter(|edge| edge.to == goal && loaded[edge.from])
        .find(stays);
    let link = keeping.map(|edge| link(network, imports, edge));
    let import = link.as_ref().and_then(|link| text(network, imports, link));
    let reason = Reason::new(
        Code::CostsMore.code(),
        "edits can remove it, but save less than they cost",
    );
    (link, import, reason)
}

/// The reasons for the import that a link stands for, but for the first.
fn others(network: &Network, imports: &Imports, link: Option<&Link>) -> Vec<Reason> {
    let number = link.and_then(|link| import(network, link));
    let reasons = number.and_then(|number| imports.all[number].verdict.as_ref().err());
    reasons
        .map(|reasons| reasons.iter().skip(1).cloned().collect())
        .unwrap_or_default()
}

/// The text of the import that a link stands for.
fn text(network: &Network, imports: &Imports, link: &Link) -> Option<String> {
    import(network, link).map(|number| imports.all[number].text.clone())
}

/// The import that a link stands for.
fn import(network: &Network, link: &Link) -> Option<usize> {
    let (from, to) = (network.find(&link.from)?, network.find(&link.to)?);
    let found = network
        .edges
        .iter()
        .find(|edge| edge.from == from && edge.to == to && edge.place == link.place)?;
    match found.hold {
        Hold::Import(number) => Some(number),
        _ => None,
    }
}
