//! What a module's `__lazy_modules__` concerns: whole modules, as they are named by imports.
use std::sync::Arc;

use super::program::{Module, absolute};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Import, LazyList, MODULE};

/// Whether Python asks the list for an import: at module level, outside `try`, and not for `*`.
pub fn may_be_listed(import: &Import) -> bool {
    import.scope == MODULE && !import.context.in_try && !import.context.type_checking && !import.is_star()
}

/// Whether the list of a module names an import, so that Python 3.15 makes it lazy.
pub fn is_listed(module: &Module, import: &Import) -> bool {
    let list = module.facts.as_ref().map(|facts| &facts.lazy_list);
    let Some(LazyList::Literal { end, names } | LazyList::Guarded { end, names }) = list else {
        return false;
    };
    let base = || absolute(&module.name, module.is_package, import.level, &import.module);
    import.alias.start >= *end && may_be_listed(import) && base().is_some_and(|base| names.contains(&base))
}

/// Makes the imports lazy that the list of their module names.
pub fn make_listed_lazy(modules: &mut [Module]) {
    for module in modules {
        let Some(facts) = module.facts.as_ref() else { continue };
        let named: Vec<usize> = (facts.imports.iter().enumerate())
            .filter(|(_, import)| is_listed(module, import))
            .map(|(at, _)| at)
            .collect();
        if let Some(facts) = module.facts.as_mut().filter(|_| !named.is_empty()) {
            let facts: &mut ModuleFacts = Arc::make_mut(facts);
            for at in named {
                facts.imports[at].is_lazy = true;
            }
        }
    }
}
