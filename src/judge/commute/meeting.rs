//! Whether a write and a read are about the same part of the state, as far as who writes and who reads tells.
use rustc_hash::FxHashMap;

use super::{Commute, family};
use crate::evaluate::{Effect, Facet};
use crate::graph::{Bits, Kind, ModuleId};
use crate::judge::Inputs;
use crate::rules::matches;

/// The parts of the state whose readers a write of another part may meet, and those of which any write may be one.
/// Not in `rules/`: facets are words of our own.
const MET_BY_OTHERS: [&str; 5] = ["surroundings", "installation", "meta_path", "logger-setup", ANY];
/// Stands for what is of no part of the state that could be told.
const ANY: &str = "";

/// Whether a write meets a read, where surroundings are the environment and the working directory.
pub(super) fn meets(write: &Facet, read: &Facet) -> bool {
    match (write, read) {
        (Facet::State(write), Facet::State(read)) if read == "surroundings" => {
            matches!(family(write), "env" | "cwd" | "argv")
        }
        (Facet::State(write), Facet::State(read)) if family(write) == "files" => are_files_met(write, read),
        // Which distribution of a name comes first, or is there at all.
        (Facet::State(write), Facet::State(read)) if family(read) == "installation" => {
            matches!(write.as_str(), "sys.path" | "path_hooks") || write.starts_with("installation")
        }
        (Facet::State(write), Facet::State(read)) if write == "finders" => read == "meta_path",
        // Of two who set up the same logger, the last one has its way.
        (Facet::State(write), Facet::State(read)) if family(read) == "logger-setup" => {
            let set = write.strip_prefix("logging:");
            set.is_some() && set == read.strip_prefix("logger-setup:")
        }
        // A logger takes its level from those above it, and hands them its records.
        (Facet::State(above), Facet::State(read)) if is_above(above, read) => true,
        _ => write.meets(read),
    }
}

/// Whether who changes the one changes the other: the same file, or a folder and what lies in it.
fn are_files_met(one: &str, other: &str) -> bool {
    let is_within = |file: &str, folder: &str| {
        let rest = file.strip_prefix(folder.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    one == other || one.contains(':') && other.contains(':') && (is_within(one, other) || is_within(other, one))
}

/// Whether a logger is above another one.
fn is_above(above: &str, below: &str) -> bool {
    let logger = |name| str::strip_prefix(name, "logging:");
    let above = logger(above).or_else(|| above.strip_prefix("logging.handlers:"));
    matches!((above, logger(below)), (Some(above), Some(below)) if matches(above, below))
}

impl Commute<'_> {
    /// Whether a write meets a read. A variable that bears the name of the installed package which sets it is nobody else's:
    /// who goes through all variables does not ask for it.
    pub fn meets(&self, write: &Effect, read: &Effect) -> bool {
        let Facet::State(name) = &write.facet else {
            return meets(&write.facet, &read.facet);
        };
        let modules = &self.inputs.program.modules;
        let writer = &modules[write.module];
        if modules[read.module].kind != Kind::Site {
            return meets(&write.facet, &read.facet);
        }
        let Facet::State(read_name) = &read.facet else {
            return meets(&write.facet, &read.facet);
        };
        // Code that goes through all modules looks for its own, and for those that it names or imports: of the project an installed
        // package knows nothing.
        let entry = name
            .strip_prefix("sys.modules:")
            .filter(|entry| read_name == "sys.modules:*" && !top(entry).contains('*'));
        let is_strange = entry.is_some_and(|entry| {
            let is_own = self.inputs.program.find(entry).is_some_and(|id| modules[id].is_own());
            is_own || !knows_package(self.inputs, read.module, entry)
        });
        if is_strange {
            return false;
        }
        let is_named_so = || {
            let own = writer.top().trim_matches('_').to_uppercase();
            let variable = name.strip_prefix("env:").filter(|variable| *variable != "*");
            writer.kind == Kind::Site && variable.is_some_and(|variable| variable.starts_with(&own))
        };
        // A test sets a variable for the program, which asks for it by name.
        let is_for_the_program = writer.is_beside() && read.facet != write.facet;
        let is_private = read_name == "env:*" && is_named_so() || is_for_the_program && family(read_name) == "env";
        !is_private && meets(&write.facet, &read.facet)
    }
}

/// The package of a module, by its name.
fn top(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Whether an installed module names the package of another one, or its own package imports anything of that: then it may look
/// for it.
fn knows_package(inputs: Inputs<'_>, module: ModuleId, other: &str) -> bool {
    let modules = &inputs.program.modules;
    let (own, other) = (modules[module].top(), top(other));
    let facts = inputs.program.facts(module);
    let is_named = || facts.is_none_or(|facts| facts.code.names.iter().any(|name| matches(other, name)));
    let nothing = Bits::new(0);
    let mut of_package = (0..modules.len()).filter(|&id| modules[id].top() == own);
    own == other
        || is_named()
        || of_package.any(|id| {
            let mut targets = inputs.graph.uncut(id, &nothing);
            targets.any(|target| modules[target].top() == other)
        })
}

/// Reads of parts of the state, by facet: who a write meets is found without asking all of them.
pub(super) struct Readings<'a, T> {
    by_part: FxHashMap<&'a str, Vec<(&'a Facet, Vec<T>)>>,
}

impl<'a, T> Readings<'a, T> {
    pub fn new(reads: impl Iterator<Item = (&'a Facet, T)>) -> Self {
        let mut by_facet: FxHashMap<&Facet, Vec<T>> = FxHashMap::default();
        for (facet, read) in reads {
            by_facet.entry(facet).or_default().push(read);
        }
        let mut by_part: FxHashMap<&str, Vec<_>> = FxHashMap::default();
        for (facet, reads) in by_facet {
            by_part.entry(part(facet)).or_default().push((facet, reads));
        }
        Readings { by_part }
    }

    /// The reads of one part of the state, in no order.
    pub fn of(&self, part: &str) -> impl Iterator<Item = &T> {
        let facets = self.by_part.get(part).map(Vec::as_slice).unwrap_or_default();
        facets.iter().flat_map(|(_, reads)| reads)
    }

    /// The reads that a write of a facet may concern, in no order.
    pub fn met_by<'b>(&'b self, write: &'b Facet) -> impl Iterator<Item = &'b T> {
        let own = part(write);
        let is_asked = move |part: &str| own == ANY || own == part || MET_BY_OTHERS.contains(&part);
        let asked = self.by_part.iter().filter(move |(part, _)| is_asked(part));
        let met = asked
            .flat_map(|(_, facets)| facets)
            .filter(|(read, _)| meets(write, read));
        met.flat_map(|(_, reads)| reads)
    }
}

/// The part of the state that a facet is of, with all that it may be a beginning of: `sys` of `sys.modules:*`.
fn part(facet: &Facet) -> &str {
    match facet {
        Facet::State(name) => {
            let part = name.split([':', '.']).next().unwrap_or(name);
            if part.contains('*') { ANY } else { part }
        }
        Facet::Attribute(_) | Facet::Module(_) | Facet::Subclasses(_) | Facet::Everything => ANY,
    }
}
