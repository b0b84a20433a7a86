//! Whether a write and a read are about the same part of the state, as far as who writes and who reads tells.
use super::{Commute, family};
use crate::evaluate::{Effect, Facet};
use crate::graph::{Bits, Kind, ModuleId};
use crate::judge::Inputs;

/// Whether a write meets a read, where surroundings are the environment and the working directory.
pub(super) fn meets(write: &Facet, read: &Facet) -> bool {
    match (write, read) {
        (Facet::State(write), Facet::State(read)) if read == "surroundings" => {
            matches!(family(write), "env" | "cwd" | "argv")
        }
        (Facet::State(write), Facet::State(read)) if family(write) == "files" => write == read,
        // Which distribution of a name comes first, or is there at all.
        (Facet::State(write), Facet::State(read)) if family(read) == "installation" => {
            matches!(write.as_str(), "sys.path" | "path_hooks") || write.starts_with("installation")
        }
        (Facet::State(write), Facet::State(read)) if write == "finders" => read == "meta_path",
        _ => write.meets(read),
    }
}

impl Commute<'_> {
    /// Whether a write meets a read. A variable that bears the name of the installed package which sets it is nobody else's:
    /// who goes through all variables does not ask for it.
    pub(super) fn meets(&self, write: &Effect, read: &Effect) -> bool {
        let Facet::State(name) = &write.facet else {
            return meets(&write.facet, &read.facet);
        };
        let modules = &self.inputs.program.modules;
        let writer = &modules[write.module];
        if modules[read.module].kind != Kind::Site {
            return meets(&write.facet, &read.facet);
        }
        let own = writer.top().trim_matches('_').to_uppercase();
        let variable = name.strip_prefix("env:").filter(|variable| *variable != "*");
        let is_named_so = writer.kind == Kind::Site && variable.is_some_and(|variable| variable.starts_with(&own));
        // Code that goes through all modules looks for its own, and for those that it names or imports: of the project an installed
        // package knows nothing.
        let entry = name
            .strip_prefix("sys.modules:")
            .filter(|entry| !top(entry).contains('*'));
        let is_strange = entry.is_some_and(|entry| {
            let is_own = self.inputs.program.find(entry).is_some_and(|id| modules[id].is_own());
            is_own || !knows_package(self.inputs, read.module, entry)
        });
        if is_strange && matches!(&read.facet, Facet::State(read) if read == "sys.modules:*") {
            return false;
        }
        // A test sets a variable for the program, which asks for it by name.
        let is_for_the_program = writer.is_beside() && read.facet != write.facet;
        let is_private = matches!(&read.facet, Facet::State(read)
            if is_named_so && read == "env:*" || is_for_the_program && family(read) == "env");
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
    let is_below = |name: &str| {
        name.strip_prefix(other)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let is_named =
        || (inputs.program.facts(module)).is_none_or(|facts| facts.code.names.iter().any(|name| is_below(name)));
    let nothing = Bits::new(0);
    let mut of_package = (0..modules.len()).filter(|&id| modules[id].top() == own);
    own == other
        || is_named()
        || of_package.any(|id| {
            let mut targets = inputs.graph.uncut(id, &nothing);
            targets.any(|target| modules[target].top() == other)
        })
}
