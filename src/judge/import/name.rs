//! What the name that an import binds means to others, and where it comes from.
use super::super::Code;
use super::super::lazily::{Lazy, minds};
use super::super::puts::listed;
use super::super::verdict::Kept;
use super::Judge;
use crate::graph::{Entity, Known, Sighting, asks_for_names};
use crate::semantics::code::{self, ArgumentKind, Expr, Name};
use crate::semantics::facts::{BindingId, Import};
use crate::syntax::Span;

impl<'a, 'r> Judge<'a, 'r> {
    /// What else happens to the name in its module.
    pub(super) fn name(&self, import: &Import, binding: BindingId, lazy: Lazy) -> Vec<Kept> {
        let found = &self.facts.bindings[binding as usize];
        let together = || {
            let same = self.facts.imports.iter().filter(|other| other.binding == Some(binding));
            same.clone()
                .all(|other| other.binds_first_part() && other.context == import.context)
        };
        let here = |span: Span| Sighting {
            module: self.module,
            span,
        };
        let is_bound_again = !found.kinds.only_imports()
            || found.kinds.imports > 1 && !together()
            || found.kinds.type_checking_imports > 0 && !self.is_told_alike(import, binding);
        let again = is_bound_again.then(|| match found.last == import.alias {
            true => here(found.first),
            false => here(found.last),
        });
        let deleted = self.inputs.visibility.deleted.get(&(self.module, found.name.clone()));
        let star = self.star_that_binds(&found.name).map(|star| here(star.alias));
        let rebound = again.into_iter().chain(deleted.copied()).chain(star);
        let rebound = rebound.map(|at| Kept::at(Code::ReboundName, "", at));
        let rebound = rebound.filter(|_| minds(lazy, Code::ReboundName));
        rebound.chain(self.namespaces(&found.name, lazy)).collect()
    }

    /// Whether type checkers are told that the name is what it is at run time.
    fn is_told_alike(&self, import: &Import, binding: BindingId) -> bool {
        let told = self.facts.imports.iter().filter(|other| other.binding == Some(binding));
        let program = self.inputs.program;
        told.filter(|other| other.context.type_checking).all(|other| {
            (&other.name, &other.asname) == (&import.name, &import.asname)
                && program.absolute(self.module, other) == program.absolute(self.module, import)
        })
    }

    /// The star import of this module that may bind `name`, too.
    pub(super) fn star_that_binds(&self, name: &str) -> Option<&'a Import> {
        self.inputs.program.star_that_binds(self.module, name)
    }

    /// Whether somebody takes the names of the module as a whole, or finds this one by other ways.
    pub(in crate::judge) fn namespace(&self, name: &str, lazy: Lazy) -> Result<(), Kept> {
        match self.namespaces(name, lazy).into_iter().next() {
            Some(kept) => Err(kept),
            None => Ok(()),
        }
    }

    /// What tells what the values in a namespace are.
    fn known(&self) -> Known<'a> {
        Known {
            program: self.inputs.program,
            seen: self.inputs.visibility,
            rules: self.inputs.rules,
        }
    }

    /// All who do.
    pub(super) fn namespaces(&self, name: &str, lazy: Lazy) -> Vec<Kept> {
        let visibility = self.inputs.visibility;
        let mut found = Vec::new();
        let by = |how: &str, at: Sighting| Kept::at(Code::NamespaceRead, format!("by `{how}`"), at);
        let is_served = |how: &str| lazy.is_some() && asks_for_names(how);
        let known = self.known();
        let listings = visibility.listings(self.module, |sifted| sifted.may_take(&known, self.module, name));
        found.extend(listings.filter(|(_, how)| !is_served(how)).map(|(at, how)| by(how, at)));
        let looked_up = visibility.looked_up.get(&(self.module, name.to_owned()));
        let looked_up = looked_up.into_iter().flatten().filter(|(_, how)| !is_served(how));
        found.extend(looked_up.map(|(at, how)| by(how, *at)));
        let replacing = visibility.self_replacing.get(&self.module);
        found.extend(replacing.map(|at| Kept::at(Code::ModuleReplaced, "", *at)));
        let starred = visibility.starred.get(&self.module).filter(|_| !name.starts_with('_'));
        let starred = starred.filter(|_| minds(lazy, Code::StarImported));
        found.extend(starred.map(|at| Kept::at(Code::StarImported, "", *at)));
        if self.is_in_doctest(name) && minds(lazy, Code::Doctest) {
            found.push(Kept::new(Code::Doctest));
        }
        if self.is_collected(name) {
            found.push(Kept::new(Code::TestCollection));
        }
        found
    }

    /// Whether an example of a docstring takes a name from the module. Who runs the examples may give them more names.
    fn is_in_doctest(&self, name: &str) -> bool {
        let program = self.inputs.program;
        let gives = |missing: &str| {
            let mut own = program.own_modules().filter_map(|module| program.facts(module));
            own.any(|facts| may_give(&facts.code, missing))
        };
        let read = &self.facts.doctest_names;
        let mut behind = self.facts.doctest_names_behind.iter();
        read.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
            || behind.any(|(read, missing)| read == name && gives(missing))
    }

    /// What happens to the imported thing elsewhere.
    pub(super) fn source(&self, import: &Import, binding: BindingId) -> Vec<Kept> {
        let mut found = Vec::new();
        let visibility = self.inputs.visibility;
        let program = self.inputs.program;
        let absolute = program.absolute(self.module, import).unwrap_or_default();
        let targets = program.targets(self.module, import);
        let mut names = std::iter::once(absolute.as_str())
            .chain(targets.iter().map(|&target| program.modules[target].name.as_str()));
        let importer = program.modules[self.module].name.as_str();
        let asked = names.find_map(|name| visibility.presence_matters(name, importer));
        found.extend(asked.map(|at| Kept::at(Code::SysModules, "", at)));
        // Who lists the names of a module wants it to be there. What loading others puts into it, they provide (`providers`).
        let others = targets.iter().filter(|&&target| target != self.module);
        let scanned = others.filter_map(|&target| {
            let mut listings = visibility.listings(target, |sifted| !sifted.looks_for_marks());
            let listing = listings.find(|(at, _)| at.module == self.module)?;
            Some(listed(self.inputs, target, listing))
        });
        found.extend(scanned);
        found.extend(self.taken_by_submodule(import, &absolute));
        if import.binds_first_part() {
            return found;
        }
        let hops = program
            .trail(self.module, binding, &[])
            .map(|trail| trail.hops)
            .unwrap_or_default();
        let mut minded = self.commute.minded(&hops);
        let patched = minded.find_map(|hop| visibility.replacement_of_source(hop.module, &hop.name));
        // `import a.b as c` reads the attribute `b` of `a`.
        let patched = patched.or_else(|| {
            let (package, name) = absolute.rsplit_once('.').filter(|_| import.name.is_none())?;
            visibility.replacement(program.find(package)?, name)
        });
        found.extend(patched.map(|at| Kept::at(Code::SourcePatched, "", at)));
        found
    }

    /// A package binds the name of a submodule that it does not load: the code that loads that first puts it in the place of the name,
    /// and a `lazy import` of it leaves the name as it is (python/cpython#151208).
    fn taken_by_submodule(&self, import: &Import, absolute: &str) -> Option<Kept> {
        let program = self.inputs.program;
        let (package, name) = match &import.name {
            Some(name) => (absolute, name.as_str()),
            None => absolute.rsplit_once('.')?,
        };
        let package = program.find(package)?;
        let submodule = program.submodule(package, name)?;
        let facts = program.facts(package)?;
        let bound = facts.global(name)?;
        let mut imports = facts.imports.iter().filter(|import| import.binding == Some(bound));
        let is_itself = imports.any(|import| program.targets(package, import).contains(&submodule));
        // A submodule of the project is loaded by somebody, if perhaps by name, or by a user of the package.
        let is_own = program.modules[package].is_own();
        let is_loaded = import.name.is_none() || is_own || self.commute.is_imported_anywhere(submodule);
        (is_loaded && !is_itself && !self.before.of(package).contains(submodule)).then(|| {
            let detail = format!("`{}`", program.modules[submodule].name);
            let span = facts.bindings[bound as usize].first;
            Kept::at(Code::SubmoduleShadowed, detail, Sighting { module: package, span })
        })
    }

    /// Whether the name comes from a plain module that only imports it itself: what two modules hand on is likely to be taken
    /// from this one, too.
    pub(super) fn is_handed_on(&self, import: &Import) -> bool {
        let program = self.inputs.program;
        let (Some(name), Some(base)) = (&import.name, program.absolute(self.module, import)) else {
            return false;
        };
        let Some(base) = program.find(&base).filter(|&base| program.modules[base].is_own()) else {
            return false;
        };
        !program.modules[base].is_package && !name.starts_with('_') && !program.imports_of(base, name).is_empty()
    }

    /// Whether a package imports from below itself.
    pub(super) fn is_within(&self, import: &Import) -> bool {
        let own = &self.inputs.program.modules[self.module].name;
        let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
        crate::rules::matches(own, &absolute)
    }

    /// A submodule of the same name would take the name's place whenever it is loaded. One that comes by way of another module
    /// is asked of the package by that module, perhaps, which has to find it as a file.
    pub(super) fn shadowed(&self, import: &Import, name: &str) -> Result<(), Kept> {
        let program = self.inputs.program;
        let own = &program.modules[self.module].name;
        let is_direct = || import.name.is_none() || program.absolute(self.module, import).as_deref() == Some(own);
        let imported = || program.imported(self.module, import);
        match program.submodule(self.module, name) {
            Some(submodule) if imported() != Some(Entity::Module(submodule)) || !is_direct() => Err(Kept::at(
                Code::SubmoduleShadowed,
                format!("`{}`", program.modules[submodule].name),
                self.here(import),
            )),
            _ => Ok(()),
        }
    }
}

/// Whether code has something to do with doctests, or sets or tells a name in a way that may give it to a namespace: as an attribute,
/// a keyword, or in a text that is no docstring with examples.
fn may_give(code: &code::Code, name: &str) -> bool {
    let is_it = |id: Name| code.name(id) == name;
    code.names
        .iter()
        .any(|one| one.to_ascii_lowercase().contains("doctest"))
        || code.texts().any(|text| text.contains(name) && !text.contains(">>>"))
        || code.expressions.iter().any(|expression| match expression {
            Expr::Attribute(_, attribute) => is_it(*attribute),
            Expr::Call(_, arguments) => {
                let mut kinds = arguments.iter().map(|argument| argument.kind);
                kinds.any(|kind| matches!(kind, ArgumentKind::Keyword(keyword) if is_it(keyword)))
            }
            _ => false,
        })
}
