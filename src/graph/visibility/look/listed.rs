//! Submodules that somebody finds by going through what their package has, or through what is loaded: one that is loaded later is not
//! among them.
use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::program::ModuleId;
use crate::graph::visibility::reach::Reach;
use crate::graph::visibility::{Part, Sighting, each_part, note, note_way};
use crate::semantics::code::Expr;
use crate::semantics::facts::{NamespaceRead, Object, ValueTest};

/// What lists the modules of a package.
/// Not in `rules/`: the standard library has no others.
const LISTS: [&str; 2] = ["iter_modules", "walk_packages"];

/// What lists the names of anything.
/// Not in `rules/`: Python has no others.
const LISTERS: [&str; 2] = ["dir", "vars"];

impl Look<'_> {
    /// `[name for name in vars(package) if ...]`: the submodules of a package are among its names.
    pub(super) fn lists_submodules(&mut self, package: ModuleId, read: &NamespaceRead) {
        // A name, and those that look alike, are looked up by themselves; what a package has of itself it knows.
        let is_listed = read.name.is_none() && read.patterns.is_empty() && package != self.module;
        let is_module = |test: &ValueTest| match test {
            ValueTest::Call { function, classes } => {
                let mut classes = classes.iter();
                function.last() == "ismodule" || classes.any(|class| class.last() == "ModuleType")
            }
            ValueTest::DefinedIn(_) | ValueTest::Marked | ValueTest::Function => false,
        };
        let takes_modules = read.passes.is_empty() || read.passes.iter().any(is_module);
        if !is_listed || !takes_modules || self.program.modules[self.module].is_beside() {
            return;
        }
        let program = self.program;
        let below = (0..program.modules.len()).filter(|&id| program.parent(id) == Some(package));
        let names = below.map(|id| program.modules[id].last());
        let names: Vec<&str> = names
            .filter(|name| !read.besides.iter().any(|other| other == name))
            .collect();
        for name in names {
            self.in_dictionary(package, name, (read.scope, self.at(read.span)));
        }
    }

    /// `map(dir, modules)`: what lists the names of whatever it is handed, wherever it is called.
    pub(super) fn listers_handed_on(&mut self, imported: &FxHashSet<ModuleId>, reach: &Reach) {
        let code = &self.facts.code;
        // A file that has a variable of this name means that.
        let is_free = |lister: &&&str| {
            let mut bindings = self.facts.bindings.iter();
            code.has_name(lister) && !bindings.any(|binding| binding.name == **lister)
        };
        let listers: Vec<&str> = LISTERS.iter().filter(is_free).copied().collect();
        if listers.is_empty() {
            return;
        }
        let mut found = Vec::new();
        for body in &code.bodies {
            each_part(code, &body.statements, &mut |part| {
                let Part::Expression(id, around) = part else { return };
                let Expr::Name(name) = *code.expression(id) else {
                    return;
                };
                let is_called = around
                    .is_some_and(|around| matches!(code.expression(around), Expr::Call(callee, _) if *callee == id));
                if listers.contains(&code.name(name)) && !is_called {
                    found.push((code.name(name), body.scope, code.span(id)));
                }
            });
        }
        for (lister, scope, span) in found {
            let read = NamespaceRead::whole(span, scope, format!("{lister}()"), Object::Unknown);
            for &module in imported.iter().chain(&reach.all) {
                self.lists_submodules(module, &read);
                let way = (self.at(span), read.how.clone());
                note_way(&mut self.seen.namespace, module, way);
            }
        }
    }

    /// `name in sys.modules` for each name of `pkgutil.iter_modules(package.__path__)`.
    pub(super) fn asks_for_those_found(&mut self, at: Sighting) {
        if !LISTS.iter().any(|name| self.facts.code.has_name(name)) || self.program.modules[self.module].is_beside() {
            return;
        }
        let program = self.program;
        let imports = self.facts.imports.iter();
        let mut around: Vec<ModuleId> = imports
            .flat_map(|import| program.targets(self.module, import))
            .collect();
        around.extend([self.module]);
        around.extend(program.parent(self.module));
        for id in program.own_modules() {
            if program.parent(id).is_some_and(|package| around.contains(&package)) {
                note(&mut self.seen.asked, program.modules[id].name.clone(), at);
            }
        }
    }
}
