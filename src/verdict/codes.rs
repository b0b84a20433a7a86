//! The reasons why an import stays, each with a stable code, what it means, and what the user can do.

/// A reason to keep an import eager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// `from m import *`.
    StarImport,
    /// The import stands in a `try` statement.
    GuardedImport,
    /// The import stands in a conditional or a loop.
    ConditionalImport,
    /// The import stands in a `with` block.
    WithBlock,
    /// The import stands in a class body.
    ClassScopeImport,
    /// `# dormant: eager`.
    EagerComment,
    /// The `eager` setting names it.
    EagerSetting,
    /// A comment or `per-file-ignores` ignores it.
    Ignored,
    /// The name is bound more than once.
    ReboundName,
    /// The module's namespace is read as a whole.
    NamespaceRead,
    /// The module puts something else in its own place.
    ModuleReplaced,
    /// The module is star-imported and has no `__all__`.
    StarImported,
    /// A doctest uses the name.
    Doctest,
    /// The presence of the module in `sys.modules` is asked for or faked.
    SysModules,
    /// The name is used while the module executes.
    UsedAtImport,
    /// Nothing uses the name.
    UnusedImport,
    /// An annotation that uses the name is evaluated at definition.
    EvaluatedAnnotation,
    /// An annotation that uses the name is evaluated by somebody at run time.
    RuntimeAnnotation,
    /// A type parameter or `type` statement uses the name.
    TypeStatement,
    /// The name is mangled in a class.
    MangledName,
    /// A class body inside a function binds the same name.
    ClassScopeName,
    /// A function that would get the import hands out its local names.
    LocalsRead,
    /// A function declares the name `global`.
    GlobalStatement,
    /// A decorator compiles the function's body.
    NoImportInBody,
    /// A lambda outside any function uses the name.
    ModuleLevelLambda,
    /// A function that runs while the interpreter shuts down uses the name.
    Shutdown,
    /// A function of an import hook uses the name.
    ImportHook,
    /// The module has a `__getattr__` or `__dir__` of its own.
    ExistingGetattr,
    /// The module is run as a script and its name is replaced from outside.
    RunAsMain,
    /// A submodule has the same name as what is imported.
    SubmoduleShadowed,
    /// `__all__` is computed.
    ComputedAll,
    /// The name is replaced in the module that it comes from.
    SourcePatched,
    /// Others reach a submodule as an attribute that only this import provides.
    SubmoduleProvider,
    /// An import of this module elsewhere is guarded against missing packages.
    GuardedElsewhere,
    /// What would load later has effects.
    HasEffects,
    /// A later statement changes what the import finds.
    ImportWindow,
    /// An import cycle would be entered at another place.
    ImportCycle,
    /// It is loaded by another way that has to stay.
    LoadedAnyway,
    /// The strategy that would do it is switched off.
    StrategyOff,
    /// A test runner would collect the name.
    TestCollection,
    /// The values of a table are read while modules are imported.
    TableRead,
    /// The helper that a rewritten table needs has no place.
    NoHelper,
    /// A generated file would take too little away.
    SmallGain,
    /// What the help page shows of a command is not written out.
    CommandText,
    /// No entry point loads the module.
    NotAtStart,
}

impl Code {
    /// Every code, in the order of the enumeration.
    pub const ALL: [Code; 45] = [
        Code::StarImport,
        Code::GuardedImport,
        Code::ConditionalImport,
        Code::WithBlock,
        Code::ClassScopeImport,
        Code::EagerComment,
        Code::EagerSetting,
        Code::Ignored,
        Code::ReboundName,
        Code::NamespaceRead,
        Code::ModuleReplaced,
        Code::StarImported,
        Code::Doctest,
        Code::SysModules,
        Code::UsedAtImport,
        Code::UnusedImport,
        Code::EvaluatedAnnotation,
        Code::RuntimeAnnotation,
        Code::TypeStatement,
        Code::MangledName,
        Code::ClassScopeName,
        Code::LocalsRead,
        Code::GlobalStatement,
        Code::NoImportInBody,
        Code::ModuleLevelLambda,
        Code::Shutdown,
        Code::ImportHook,
        Code::ExistingGetattr,
        Code::RunAsMain,
        Code::SubmoduleShadowed,
        Code::ComputedAll,
        Code::SourcePatched,
        Code::SubmoduleProvider,
        Code::GuardedElsewhere,
        Code::HasEffects,
        Code::ImportWindow,
        Code::ImportCycle,
        Code::LoadedAnyway,
        Code::StrategyOff,
        Code::TestCollection,
        Code::TableRead,
        Code::NoHelper,
        Code::SmallGain,
        Code::CommandText,
        Code::NotAtStart,
    ];

    /// The code in output and configuration.
    pub fn code(self) -> &'static str {
        self.texts().0
    }

    /// What it means, in one sentence.
    pub fn summary(self) -> &'static str {
        self.texts().1
    }

    /// What the user can do about it, in one sentence.
    pub fn help(self) -> &'static str {
        self.texts().2
    }

    /// Code, meaning, remedy.
    fn texts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Code::StarImport => (
                "star-import",
                "The names that `from m import *` brings are known only once it has run.",
                "Import the names that are used.",
            ),
            Code::GuardedImport => (
                "guarded-import",
                "The import stands in a `try` statement, which decides something by whether it succeeds.",
                "Ask with `importlib.util.find_spec`, which loads nothing, or move the whole `try` into a function.",
            ),
            Code::ConditionalImport => (
                "conditional-import",
                "The import stands in a branch or loop, so its name may mean different things.",
                "Import it at the top of the file, or in the functions that need it.",
            ),
            Code::WithBlock => (
                "with-block",
                "The import stands in a `with` block, whose effect it would escape.",
                "Move the whole `with` block into the functions that need the name.",
            ),
            Code::ClassScopeImport => (
                "class-scope-import",
                "The import stands in a class body and makes a class attribute.",
                "Import it at the top of the file.",
            ),
            Code::EagerComment => (
                "eager-comment",
                "A `# dormant: eager` comment keeps the import as it is.",
                "Remove the comment to have it deferred.",
            ),
            Code::EagerSetting => (
                "eager-setting",
                "The `eager` setting keeps imports of this module as they are.",
                "Take the module out of `eager` to have it deferred.",
            ),
            Code::Ignored => (
                "ignored",
                "A `# dormant: ignore` comment or the `per-file-ignores` setting asks to leave it.",
                "Remove the comment or the setting to have it deferred.",
            ),
            Code::ReboundName => (
                "rebound-name",
                "The name is bound again, deleted or declared global, so what it means depends on when it is read.",
                "Give one of the two things another name.",
            ),
            Code::NamespaceRead => (
                "namespace-read",
                "Something reads the names of a module as a whole, where a deferred name would be missing.",
                "Look the names up in an explicit table.",
            ),
            Code::ModuleReplaced => (
                "module-replaced",
                "The module puts another object in its own place in `sys.modules`.",
                "Import inside the functions by hand, where you know what the object does.",
            ),
            Code::StarImported => (
                "star-imported",
                "Another module takes every name of this one with `from m import *`, and there is no literal `__all__`.",
                "Add an `__all__`, or import names there.",
            ),
            Code::Doctest => (
                "doctest",
                "A doctest uses the name from the namespace of the module.",
                "Import it in the doctest.",
            ),
            Code::SysModules => (
                "sys-modules",
                "The project asks for this module in `sys.modules`, or puts a stand-in there: its presence is observed.",
                "Patch the name in the module that uses it instead.",
            ),
            Code::UsedAtImport => (
                "used-at-import",
                "The name is used while the module executes, so it is needed at once.",
                "Compute the value in a function, or when it is first asked for.",
            ),
            Code::UnusedImport => (
                "unused-import",
                "Nothing uses the name: the import is there for what the module does when it is loaded, or for nothing.",
                "Remove it if it is not needed.",
            ),
            Code::EvaluatedAnnotation => (
                "evaluated-annotation",
                "Python evaluates this annotation when it defines the function, class or variable.",
                "Put the annotation in quotes, add `from __future__ import annotations`, or target Python 3.14.",
            ),
            Code::RuntimeAnnotation => (
                "runtime-annotation",
                "Somebody evaluates this annotation while the program runs.",
                "Keep the import; frameworks that read annotations need the real class.",
            ),
            Code::TypeStatement => (
                "type-statement",
                "A `type` statement or type parameter names it and is evaluated when somebody asks.",
                "Put the name in quotes if nobody asks at run time.",
            ),
            Code::MangledName => (
                "mangled-name",
                "The name starts with two underscores, which a class body mangles; an import inside a method would bind another name.",
                "Import it under another name.",
            ),
            Code::ClassScopeName => (
                "class-scope-name",
                "A class body inside the function binds the same name, which changes where Python looks it up.",
                "Give the class attribute another name.",
            ),
            Code::LocalsRead => (
                "locals-read",
                "A function that uses the name hands out its local names, where the import would add one.",
                "Name the values that are handed out.",
            ),
            Code::GlobalStatement => (
                "global-statement",
                "A function that uses the name declares it `global`.",
                "Remove the declaration if the function does not assign the name.",
            ),
            Code::NoImportInBody => (
                "no-import-in-body",
                "A decorator compiles the function by itself and cannot compile an import statement.",
                "Pass what the function needs as an argument.",
            ),
            Code::ModuleLevelLambda => (
                "module-level-lambda",
                "A lambda outside any function uses the name, and a lambda has no place for an import statement.",
                "Make the lambda a function.",
            ),
            Code::Shutdown => (
                "shutdown",
                "A function that may run while the interpreter shuts down uses the name; imports fail by then.",
                "Keep the import, or release the resource explicitly.",
            ),
            Code::ImportHook => (
                "import-hook",
                "A function that Python calls during imports uses the name; an import there would call it again.",
                "Keep the import.",
            ),
            Code::ExistingGetattr => (
                "existing-getattr",
                "The name is seen from outside, and the module has a `__getattr__` or `__dir__` of its own that nothing can be added to.",
                "Make it a plain function at the top of the module, or add the name to it by hand.",
            ),
            Code::RunAsMain => (
                "run-as-main",
                "The name is replaced from outside, and the module is also run as a script or loaded by its path, where it has another name.",
                "Move the script part into a `__main__` module, or import the module by its name.",
            ),
            Code::SubmoduleShadowed => (
                "submodule-shadowed",
                "The package has a submodule of the same name: loading that later would change what the name means.",
                "Rename the submodule, with a leading underscore for example.",
            ),
            Code::ComputedAll => (
                "computed-all",
                "`__all__` is computed, so it is not known whether the name is exported.",
                "Write `__all__` as a list of strings.",
            ),
            Code::SourcePatched => (
                "source-patched",
                "The project or its tests replace this name in the module that it comes from; this module's copy is not touched by that.",
                "Import the module and use the attribute, or patch the name where it is used.",
            ),
            Code::SubmoduleProvider => (
                "submodule-provider",
                "This import makes a submodule an attribute of its package, and other code relies on that without importing it.",
                "Import the submodule where it is used.",
            ),
            Code::GuardedElsewhere => (
                "guarded-elsewhere",
                "Somebody imports this module in a `try` that handles a missing package; deferring would hide that it is missing.",
                "Import the package in the guard itself.",
            ),
            Code::HasEffects => (
                "has-effects",
                "Loading it does something to the rest of the program, which would happen later.",
                "Move the effect into a function that is called on purpose, or keep the import.",
            ),
            Code::ImportWindow => (
                "import-window",
                "A statement after the import changes the environment, the search path, warnings or import hooks.",
                "Move that statement above the import, or into a function.",
            ),
            Code::ImportCycle => (
                "import-cycle",
                "Modules that import each other would be entered at another one, where a name may not be there yet.",
                "Break the cycle first.",
            ),
            Code::LoadedAnyway => (
                "loaded-anyway",
                "The heavy module is loaded at import by another way that has to stay, so the edit would save nothing.",
                "Defer the other way first: `--show-blocked` says why it stays.",
            ),
            Code::StrategyOff => (
                "strategy-off",
                "The `strategies` setting leaves out the strategy that this import needs.",
                "Add the strategy to `strategies`.",
            ),
            Code::TestCollection => (
                "test-collection",
                "A test runner collects what a test module imports under this name.",
                "Keep the import.",
            ),
            Code::TableRead => (
                "table-read",
                "The values of the table that holds the object are read while modules are imported, so nothing could wait.",
                "Read them in a function, or only the keys.",
            ),
            Code::SmallGain => (
                "small-gain",
                "The edit needs a file generated into the package, and takes too few modules away to be worth one.",
                "Name what is heavy in the settings instead of `*`: what you name is worth it.",
            ),
            Code::NoHelper => (
                "no-helper",
                "A table of deferred values needs a small file generated into the package, which has no place here.",
                "Move the module into a package, or rename what is in the way.",
            ),
            Code::CommandText => (
                "command-text",
                "What the help page of the group shows of this command cannot be told from its source.",
                "Write its name, help and flags as literals.",
            ),
            Code::NotAtStart => (
                "not-at-start",
                "No command of the project loads this module when it starts, and neither does the import of its package.",
                "Say what is heavy in the settings: what you name is deferred wherever it is imported.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

    #[test]
    fn every_code_is_unique_and_says_what_to_do() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(
                code.code()
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-'),
                "{}",
                code.code()
            );
            assert!(
                code.summary().ends_with('.') && code.help().ends_with('.'),
                "{}",
                code.code()
            );
        }
    }
}
