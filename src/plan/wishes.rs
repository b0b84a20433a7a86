//! What would it take? The reasons that hold what stays loaded, alone and in the small sets in which it would pay to do away with
//! them, as if each were an edit: the same choice among sets, with reasons for its price.
//!
//! A reason that is shared by several imports is paid for once, and an import is free when all its reasons have fallen.
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::frontier::{Choice, frontier, saved_us};
use super::imports::{Import, Imports};
use super::model::{Place, Reason, Wish};
use super::network::{Edge, Hold, Network, NodeId, Workload};
use super::steps::{alone_us, departed, edits, portions};
use crate::rules::matches;
use crate::verdict::Code;

/// Sets with more reasons are nobody's to-do list.
const MOST_REASONS: usize = 8;

/// The reasons of all imports, numbered by their causes.
struct Causes<'a> {
    all: Vec<&'a Reason>,
    /// Where the first import stands that each of them holds.
    places: Vec<&'a Place>,
    /// The reasons of each import that stays, where each of them is one that a change can take away.
    of_import: FxHashMap<usize, Vec<u32>>,
}

impl<'a> Causes<'a> {
    fn new(workloads: &[Workload], imports: &'a Imports) -> Self {
        let mut causes = Causes {
            all: Vec::new(),
            places: Vec::new(),
            of_import: FxHashMap::default(),
        };
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for (number, import) in imports.all.iter().enumerate() {
            let Err(reasons) = &import.verdict else { continue };
            if reasons.iter().any(|reason| reason.change.is_none()) || is_needed(workloads, import) {
                continue;
            }
            let mut own: Vec<u32> = reasons
                .iter()
                .map(|reason| {
                    *known.entry(cause(reason)).or_insert_with(|| {
                        causes.all.push(reason);
                        causes.places.push(&import.place);
                        causes.all.len() as u32 - 1
                    })
                })
                .collect();
            own.sort_unstable();
            own.dedup();
            causes.of_import.insert(number, own);
        }
        causes
    }

    /// The reasons of some imports, without repetition. One without a place of its own stands at the import.
    fn of(&self, imports: &BTreeSet<usize>) -> Vec<Reason> {
        let numbers = imports.iter().filter_map(|number| self.of_import.get(number));
        let numbers: BTreeSet<u32> = numbers.flatten().copied().collect();
        numbers
            .into_iter()
            .map(|number| {
                let (reason, import) = (self.all[number as usize], self.places[number as usize]);
                Reason {
                    place: reason.place.clone().or_else(|| Some(import.clone())),
                    ..reason.clone()
                }
            })
            .collect()
    }
}

/// Whether it is the program itself that uses an import at once: wherever that is written, the command needs it.
fn is_needed(workloads: &[Workload], import: &Import) -> bool {
    let used = Code::UsedAtImport.code();
    let is_used = import
        .verdict
        .as_ref()
        .is_err_and(|reasons| reasons.iter().any(|reason| reason.code == used));
    is_used
        && workloads
            .iter()
            .any(|workload| workload.network.importer("__main__") == import.module)
}

/// What [`Reason::has_cause_of`] compares.
fn cause(reason: &Reason) -> String {
    match &reason.place {
        Some(place) => format!("{}\n{}\n{}", reason.code, place.path, place.line),
        None => format!("{}\n\n{}", reason.code, reason.text),
    }
}

/// The sets of reasons that it would pay to do away with, the cheapest first, besides the chosen edits. A set has to save
/// `least_us` for each reason, and only sets that a person can survey count. With each come the imports that it frees.
pub fn wishes(
    workloads: &[Workload],
    imports: &Imports,
    chosen: &Choice,
    least_us: f64,
) -> Vec<(Wish, BTreeSet<usize>)> {
    let causes = Causes::new(workloads, imports);
    if causes.all.is_empty() {
        return Vec::new();
    }
    let supposed = imports.supposing(&|number| causes.of_import.get(&number).cloned());
    let workloads = without(workloads, imports, &chosen.imports, &causes);
    let corners = frontier(&workloads, &supposed, &|_| true);
    let last = corners.into_iter().next_back().unwrap_or_default();
    let sets = portions(&workloads, &supposed, &last);
    let gone: Vec<Vec<Vec<NodeId>>> = workloads
        .iter()
        .map(|workload| workload.network.departures(&sets))
        .collect();
    let alone = alone_us(&workloads, &supposed, &BTreeSet::new());
    let mut total_ms = 0.0;
    let mut found = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let left = departed(
            &workloads,
            &gone.iter().map(|sets| sets[at].as_slice()).collect::<Vec<_>>(),
        );
        let reasons = causes.of(set);
        let least = least_us * reasons.len().max(1) as f64;
        if reasons.is_empty() || reasons.len() > MOST_REASONS || left.saved_ms * 1000.0 < least {
            continue;
        }
        total_ms += left.saved_ms;
        let wish = Wish {
            reasons,
            edits: edits(&alone, &supposed, set),
            saved_ms: left.saved_ms,
            alone_ms: saved_us(&workloads, set) / 1000.0,
            total_ms,
            modules: left.modules,
            packages: left.packages,
        };
        let freed = set
            .iter()
            .copied()
            .filter(|number| causes.of_import.contains_key(number));
        found.push((wish, freed.collect()));
    }
    found
}

/// What would follow if some reasons fell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Supposed {
    /// The imports of which one is a reason.
    pub concerned: BTreeSet<usize>,
    /// Those of them that nothing would hold any more.
    pub freed: BTreeSet<usize>,
    /// The answer, as of a wish; none where nothing would be freed.
    pub wish: Option<Wish>,
}

/// Supposes that the reasons that `falls` accepts hold no more, of the imports that it is asked about, besides the chosen edits.
pub fn suppose(
    workloads: &[Workload],
    imports: &Imports,
    chosen: &Choice,
    falls: &dyn Fn(usize, &Reason) -> bool,
) -> Supposed {
    let causes = Causes::new(workloads, imports);
    let mut found = Supposed::default();
    for (number, import) in imports.all.iter().enumerate() {
        let Err(reasons) = &import.verdict else { continue };
        if !reasons.iter().any(|reason| falls(number, reason)) || is_needed(workloads, import) {
            continue;
        }
        found.concerned.insert(number);
        if causes.of_import.contains_key(&number) && reasons.iter().all(|reason| falls(number, reason)) {
            found.freed.insert(number);
        }
    }
    if found.freed.is_empty() {
        return found;
    }
    let supposed = imports.supposing(&|number| {
        let own = causes.of_import.get(&number).filter(|_| found.freed.contains(&number));
        own.cloned()
    });
    let workloads = without(workloads, imports, &chosen.imports, &causes);
    // What could be deferred and was not worth it may be now.
    let all: BTreeSet<usize> = (0..supposed.all.len())
        .filter(|&number| supposed.unit(number).is_some())
        .collect();
    let before: BTreeSet<usize> = all.difference(&found.freed).copied().collect();
    let sets = [before, found.freed.clone()];
    let gone: Vec<Vec<Vec<NodeId>>> = workloads
        .iter()
        .map(|workload| workload.network.departures(&sets))
        .collect();
    let left = departed(
        &workloads,
        &gone.iter().map(|sets| sets[1].as_slice()).collect::<Vec<_>>(),
    );
    let alone = alone_us(&workloads, &supposed, &BTreeSet::new());
    found.wish = Some(Wish {
        reasons: causes.of(&found.freed),
        edits: edits(&alone, &supposed, &found.freed),
        saved_ms: left.saved_ms,
        alone_ms: saved_us(&workloads, &found.freed) / 1000.0,
        total_ms: left.saved_ms,
        modules: left.modules,
        packages: left.packages,
    });
    found
}

/// The commands once the chosen imports are deferred. What a module uses while it is imported it loads by its import: where that
/// could fall, so does the use.
fn without(workloads: &[Workload], imports: &Imports, chosen: &BTreeSet<usize>, causes: &Causes<'_>) -> Vec<Workload> {
    let mut by_module: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for &number in causes.of_import.keys() {
        by_module.entry(&imports.all[number].module).or_default().push(number);
    }
    by_module.values_mut().for_each(|numbers| numbers.sort_unstable());
    let by_import = |network: &Network, edge: &Edge| {
        let (from, to) = (&network.nodes[edge.from].name, &network.nodes[edge.to].name);
        let mut own = by_module.get(network.importer(from)).into_iter().flatten();
        own.find(|&&number| {
            let target = &imports.all[number].target;
            matches(target, to) || matches(to, target)
        })
        .copied()
    };
    let reduced = workloads.iter().map(|workload| {
        let network = workload.network.mapped(|network, edge| match edge.hold {
            Hold::Import(number) if chosen.contains(&number) => None,
            Hold::Use => Some(by_import(network, edge).map_or(Hold::Use, Hold::Import)),
            _ => Some(edge.hold.clone()),
        });
        Workload {
            network,
            weight: workload.weight,
        }
    });
    reduced.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::workload;
    use super::*;

    /// A reason with a cause at a line of `app.py`.
    fn reason(line: u32) -> Reason {
        Reason {
            place: Some(Place {
                path: "app.py".to_owned(),
                line,
            }),
            change: Some(format!("change line {line}")),
            ..Reason::new("used-at-import", "it is used")
        }
    }

    fn lines(wish: &Wish) -> Vec<u32> {
        wish.reasons
            .iter()
            .filter_map(|reason| Some(reason.place.as_ref()?.line))
            .collect()
    }

    /// Modules of 10 ms behind imports with the reasons of these lines.
    fn found(modules: &[(&str, u64)], edges: &[(&str, &[u32])]) -> (Vec<Workload>, Imports) {
        let texts: Vec<&str> = edges.iter().map(|(edge, _)| *edge).collect();
        let (workload, mut imports) = workload(modules, &texts);
        for (key, (_, lines)) in edges.iter().enumerate() {
            if let Some(number) = imports.of_key(key).filter(|_| !lines.is_empty()) {
                imports.all[number].verdict = Err(lines.iter().map(|&line| reason(line)).collect());
            }
        }
        (vec![workload], imports)
    }

    #[test]
    fn the_dearest_reason_comes_first() {
        let (workloads, imports) = found(
            &[("app", 1), ("big", 50), ("small", 5)],
            &[("__main__ = app", &[]), ("app = big", &[7]), ("app = small", &[8])],
        );
        let found = wishes(&workloads, &imports, &Choice::default(), 0.0);
        let told: Vec<(Vec<u32>, f64, f64)> = found
            .iter()
            .map(|(wish, _)| (lines(wish), wish.saved_ms, wish.total_ms))
            .collect();
        assert_eq!(told, [(vec![7], 50.0, 50.0), (vec![8], 5.0, 55.0)]);
    }

    #[test]
    fn what_two_hold_takes_both_and_a_shared_reason_is_paid_once() {
        let modules = [("app", 1), ("other", 1), ("big", 50)];
        let held = |one: &'static [u32], two: &'static [u32]| {
            found(
                &modules,
                &[
                    ("__main__ = app", &[]),
                    ("__main__ = other", &[]),
                    ("app = big", one),
                    ("other = big", two),
                ],
            )
        };
        let (workloads, imports) = held(&[7], &[8]);
        let two = wishes(&workloads, &imports, &Choice::default(), 0.0);
        assert_eq!((two.len(), lines(&two[0].0), two[0].0.modules), (1, vec![7, 8], 1));
        let (workloads, imports) = held(&[7], &[7]);
        let one = wishes(&workloads, &imports, &Choice::default(), 0.0);
        assert_eq!((lines(&one[0].0), one[0].0.edits.len()), (vec![7], 2));
        // It is not worth so much for each.
        assert!(wishes(&workloads, &imports, &Choice::default(), 60_000.0).is_empty());
    }

    #[test]
    fn an_import_needs_all_its_reasons_to_fall() {
        let (workloads, imports) = found(
            &[("app", 1), ("big", 50)],
            &[("__main__ = app", &[]), ("app = big", &[7, 9])],
        );
        assert_eq!(
            lines(&wishes(&workloads, &imports, &Choice::default(), 0.0)[0].0),
            [7, 9]
        );
        let line = |wanted: u32| {
            move |_: usize, reason: &Reason| {
                reason
                    .place
                    .as_ref()
                    .is_some_and(|place| place.line == wanted || wanted == 0)
            }
        };
        let one = suppose(&workloads, &imports, &Choice::default(), &line(7));
        assert_eq!((one.concerned.len(), one.freed.len(), one.wish), (1, 0, None));
        let all = suppose(&workloads, &imports, &Choice::default(), &line(0));
        assert_eq!(all.wish.map(|wish| (wish.modules, wish.saved_ms)), Some((1, 50.0)));
    }

    #[test]
    fn what_the_program_itself_uses_is_no_wish() {
        let edges: [(&str, &[u32]); 2] = [("__main__ = app", &[]), ("app = big", &[7])];
        let (mut workloads, imports) = found(&[("app", 1), ("big", 50)], &edges);
        let count = |workloads: &[Workload]| wishes(workloads, &imports, &Choice::default(), 0.0).len();
        assert_eq!(count(&workloads), 1);
        // The module runs as the program.
        workloads[0].network.name_root("app");
        assert_eq!(count(&workloads), 0);
    }

    #[test]
    fn a_reason_without_a_place_stands_at_the_import() {
        let (workloads, mut imports) = found(
            &[("app", 1), ("big", 50)],
            &[("__main__ = app", &[]), ("app = big", &[7])],
        );
        let import = imports.all.iter_mut().find(|import| import.target == "big").unwrap();
        let place = import.place.clone();
        import.verdict = Err(vec![Reason {
            place: None,
            ..reason(7)
        }]);
        let found = wishes(&workloads, &imports, &Choice::default(), 0.0);
        assert_eq!(found[0].0.reasons[0].place, Some(place));
    }

    #[test]
    fn what_no_change_takes_away_is_no_wish() {
        let (workloads, imports) = found(
            &[("app", 1), ("big", 50)],
            &[("__main__ = app", &[]), ("app = big", &[])],
        );
        assert!(wishes(&workloads, &imports, &Choice::default(), 0.0).is_empty());
    }
}
