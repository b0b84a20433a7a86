//! Attributes that texts name of whatever module a file hands on: `attrgetter("tools.convert")(app)`,
//! `reduce(getattr, "tools.convert".split("."), app)`, `"{0.tools}".format(app)`.
use super::Look;
use crate::graph::program::ModuleId;
use crate::graph::visibility::Reached;
use crate::semantics::facts::{Mention, Touch};

impl Look<'_> {
    /// Notes what a text names of the packages that come to the code of a file, as attributes, one behind the other.
    pub(super) fn looked_up_from(&mut self, text: &str, mention: &Mention, modules: &[ModuleId]) {
        let packages = modules.iter().filter(|&&id| self.program.modules[id].is_package);
        let packages: Vec<ModuleId> = packages.copied().collect();
        if packages.is_empty() {
            return;
        }
        for path in paths(text) {
            for &module in &packages {
                let ways = self.program.passed(module, &path);
                for (owner, name) in ways.into_iter().flatten() {
                    self.touched(owner, name.clone(), Touch::Read, self.at(mention.span));
                    self.asks_for_submodule_of(owner, &name, mention);
                }
            }
        }
    }

    /// `hasattr(package, "submodule")`: what comes out of it depends on who has loaded that.
    /// An import of it in this very file is no help there: it goes where the submodule is named.
    pub(super) fn asks_for_submodule_of(&mut self, package: ModuleId, name: &str, mention: &Mention) {
        let submodule = self.program.submodule(package, name);
        if let Some(submodule) = submodule.filter(|&submodule| self.may_be_submodule(submodule)) {
            let reached = Reached {
                at: self.at(mention.span),
                scope: mention.scope,
                dotted: true,
            };
            self.seen.implicit.entry(submodule).or_default().push(reached);
        }
    }
}

/// The paths of attributes that a text is, or that its fields name, for who formats it.
fn paths(text: &str) -> Vec<Vec<String>> {
    let path = |text: &str| -> Option<Vec<String>> {
        let is_part = |part: &str| {
            let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
            !part.is_empty() && part.chars().all(is_letter) && !part.starts_with(|first: char| first.is_ascii_digit())
        };
        let parts = text.split('.').map(|part| is_part(part).then(|| part.to_owned()));
        parts.collect()
    };
    // In front of the first dot stands what is formatted, by its name or number.
    let fields = text.split('{').skip(1).filter_map(|field| {
        let field = field.split(['}', ':', '!']).next()?;
        path(field.split_once('.')?.1.split('[').next()?)
    });
    let whole = path(text).filter(|parts| parts.len() > 1);
    whole.into_iter().chain(fields).collect()
}
