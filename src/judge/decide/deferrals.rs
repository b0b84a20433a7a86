//! One deferral for each import that goes, and what a file needs besides.
use std::collections::BTreeSet;

use crate::graph::ModuleId;
use crate::judge::LazyConstant;
use crate::judge::inputs::Inputs;
use crate::judge::verdict::Shape;
use crate::semantics::facts::{BindingId, MODULE};
use crate::verdict::{Deferral, DeferredConstant, FilePlan};

/// The constants that wait with the deferred imports of a file.
pub(super) fn constants(
    inputs: Inputs<'_>,
    module: ModuleId,
    file: &FilePlan,
    lazy: &BTreeSet<LazyConstant>,
) -> Vec<DeferredConstant> {
    let Some(facts) = inputs.program.facts(module) else {
        return Vec::new();
    };
    let deferred = |read: BindingId| {
        let own = facts.imports.iter().filter(move |import| import.binding == Some(read));
        own.map(|import| import.alias)
            .filter(|&alias| file.deferrals.iter().any(|deferral| deferral.alias == alias))
    };
    let name = |read: &BindingId| facts.bindings[*read as usize].name.as_str();
    lazy.iter()
        .map(|constant| DeferredConstant {
            statement: constant.statement,
            name: constant.name.clone(),
            imports: constant.reads.iter().flat_map(|&read| deferred(read)).collect(),
            constants: constant
                .reads
                .iter()
                .map(name)
                .filter(|read| lazy.iter().any(|other| other.name == *read))
                .map(str::to_owned)
                .collect(),
            functions: constant.functions.clone(),
        })
        .collect()
}

/// Whether the package that a module is in imports its own modules by relative names, and never by its own name.
pub(super) fn imports_relatively(inputs: Inputs<'_>, module: ModuleId) -> bool {
    let top = |name: &'_ str| name.split('.').next().unwrap_or_default().to_owned();
    let own = top(&inputs.program.modules[module].name);
    let modules = &inputs.program.modules;
    let same = modules.iter().filter(|other| other.is_own() && top(&other.name) == own);
    let imports = same
        .filter_map(|other| other.facts.as_ref())
        .flat_map(|facts| &facts.imports);
    let (mut relative, mut absolute) = (false, false);
    for import in imports {
        relative |= import.level > 0;
        absolute |= import.level == 0 && top(&import.module) == own;
    }
    relative && !absolute
}

pub(super) fn deferral(inputs: Inputs<'_>, module: ModuleId, import: u32, shape: &Shape) -> Deferral {
    let imports = inputs
        .program
        .facts(module)
        .map(|facts| facts.imports.as_slice())
        .unwrap_or_default();
    let import = &imports[import as usize];
    debug_assert_eq!(import.scope, MODULE);
    Deferral {
        statement: import.statement,
        alias: import.alias,
        way: shape.way.clone(),
    }
}
