//! What a project depends on is there whenever the project is: whoever tries an import asks nothing of that.
use crate::graph::{EdgeKey, Kind, ModuleId, Program};
use crate::judge::inputs::Inputs;
use crate::semantics::facts::Import;

/// Whether an import names what the project depends on, in any version of Python or in the branch of some: that is there, and so is
/// what it needs itself.
pub(super) fn is_dependency(inputs: Inputs<'_>, key: EdgeKey, target: ModuleId) -> bool {
    let (program, dependencies) = (inputs.program, &inputs.options.dependencies);
    let (importer, id) = inputs.graph.imports[key];
    let Some(import) = program.facts(importer).map(|facts| &facts.imports[id as usize]) else {
        return false;
    };
    let top = program.modules[target].top();
    let is_in_branch = import.context.conditional && !import.context.in_try;
    let is_declared = dependencies.always.contains(top) || is_in_branch && dependencies.by_version.contains(top);
    !program.modules[target].is_own() && is_declared && has_what_is_named(program, importer, import)
}

/// Whether what is installed has all that an import names, or nothing of it is installed: a version may lack a part.
fn has_what_is_named(program: &Program, importer: ModuleId, import: &Import) -> bool {
    let found = program.absolute(importer, import).map(|name| program.find(&name));
    let Some(Some(module)) = found else { return false };
    if program.modules[module].kind == Kind::Missing {
        return !program.is_lacking(module) && program.parent(module).is_none();
    }
    let is_there = |name: &String| {
        let facts = program.facts(module);
        let is_bound = |name: &str| facts.is_some_and(|facts| facts.global(name).is_some());
        program.submodule(module, name).is_some() || is_bound(name) || is_bound("__getattr__")
    };
    import.name.as_ref().is_none_or(is_there)
}
