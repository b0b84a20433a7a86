//! What an import statement names: one module, or two.
use std::borrow::Cow;
use std::ops::Deref;

use super::{ModuleId, Program};
use crate::semantics::facts::Import;

/// The modules that one import loads by itself: none, one or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Targets {
    ids: [ModuleId; 2],
    count: u8,
}

impl Targets {
    pub(super) fn of(base: ModuleId, submodule: Option<ModuleId>) -> Self {
        Targets {
            ids: [base, submodule.unwrap_or_default()],
            count: 1 + u8::from(submodule.is_some()),
        }
    }
}

impl Deref for Targets {
    type Target = [ModuleId];

    fn deref(&self) -> &[ModuleId] {
        &self.ids[..self.count as usize]
    }
}

impl IntoIterator for Targets {
    type Item = ModuleId;
    type IntoIter = std::iter::Take<std::array::IntoIter<ModuleId, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        self.ids.into_iter().take(self.count as usize)
    }
}

impl Program {
    /// The absolute name of the module that an import statement names; none where its dots lead out of the program.
    pub fn absolute(&self, importer: ModuleId, import: &Import) -> Option<String> {
        let module = &self.modules[importer];
        absolute(&module.name, module.is_package, import.level, &import.module)
    }

    /// Whether an import may name a file of the tests, which may be found under more names than one.
    pub fn may_name(&self, import: &Import, file: ModuleId) -> bool {
        // Of most files nothing more has to be asked.
        if !self.modules[file].is_beside() {
            return false;
        }
        let own = Some(self.modules[file].last());
        import.module.rsplit('.').next() == own || import.name.as_deref() == own
    }

    /// The modules that an import loads by itself: the named one, and a submodule that it takes from it.
    pub fn targets(&self, importer: ModuleId, import: &Import) -> Targets {
        let Some(facts) = self.facts(importer) else {
            return self.named_targets(importer, import);
        };
        let offset = std::ptr::from_ref(import)
            .addr()
            .wrapping_sub(facts.imports.as_ptr().addr());
        let at = offset / size_of::<Import>();
        match facts.imports.get(at) {
            Some(own) if std::ptr::eq(own, import) => {
                let all = || facts.imports.iter().map(|import| self.named_targets(importer, import));
                self.targets[importer].get_or_init(|| all().collect())[at]
            }
            // An import that was made up, or of another module.
            Some(_) | None => self.named_targets(importer, import),
        }
    }

    fn named_targets(&self, importer: ModuleId, import: &Import) -> Targets {
        let module = &self.modules[importer];
        let base = absolute_name(&module.name, module.is_package, import.level, &import.module);
        let Some(base) = base.and_then(|name| self.find(&name)) else {
            return Targets::default();
        };
        Targets::of(base, self.taken_submodule(importer, import))
    }

    /// The submodule that `from package import name` loads: one that the package has no other thing for of that name, or not
    /// yet, where it takes it itself.
    pub fn taken_submodule(&self, importer: ModuleId, import: &Import) -> Option<ModuleId> {
        let base = self.absolute(importer, import).and_then(|name| self.find(&name))?;
        let name = import.name.as_deref()?;
        let is_taken = !self.binds(base, name) || base == importer && !self.binds_before(base, name, import);
        self.submodule(base, name).filter(|_| is_taken)
    }

    /// Whether a module has a name of its own when it comes to an import.
    fn binds_before(&self, module: ModuleId, name: &str, import: &Import) -> bool {
        let bound = self.facts(module).zip(self.binding(module, name));
        bound.is_some_and(|(facts, id)| facts.bindings[id as usize].first.start < import.alias.start)
    }
}

/// The absolute name of a relative module (`level` dots, then `module`), seen from module `importer`.
pub fn absolute(importer: &str, is_package: bool, level: u32, module: &str) -> Option<String> {
    absolute_name(importer, is_package, level, module).map(Cow::into_owned)
}

fn absolute_name<'a>(importer: &'a str, is_package: bool, level: u32, module: &'a str) -> Option<Cow<'a, str>> {
    if level == 0 {
        return Some(Cow::Borrowed(module));
    }
    let mut base = importer;
    for _ in 0..level as usize - usize::from(is_package) {
        base = base.rsplit_once('.')?.0;
    }
    Some(match module {
        "" => Cow::Borrowed(base),
        _ => Cow::Owned(format!("{base}.{module}")),
    })
}
