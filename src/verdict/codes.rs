//! The reasons why an import stays, and what else is reported by a code.
//!
//! One reason is one line here and one page, `docs/reasons/CODE.md`, which says what it means and what the user can do.
use super::page::Page;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A reason to keep an import, or another thing that is reported by a code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: [Code; [$($code),*].len()] = [$(Code::$name),*];

            /// The code in output and configuration.
            pub fn code(self) -> &'static str {
                match self {
                    $(Code::$name => $code,)*
                }
            }

            /// The page that explains it.
            pub fn page(self) -> Page {
                match self {
                    $(Code::$name => Page(include_str!(concat!("../../docs/reasons/", $code, ".md"))),)*
                }
            }
        }
    };
}

codes! {
    /// `from m import *`.
    StarImport = "star-import",
    /// The import stands in a `try` statement.
    GuardedImport = "guarded-import",
    /// The import stands in a conditional or a loop.
    ConditionalImport = "conditional-import",
    /// The import stands in a `with` block.
    WithBlock = "with-block",
    /// The import stands in a class body.
    ClassScopeImport = "class-scope-import",
    /// `# dormant: eager`.
    EagerComment = "eager-comment",
    /// The `eager` setting names it.
    EagerSetting = "eager-setting",
    /// A comment or `per-file-ignores` ignores it.
    Ignored = "ignored",
    /// The name is bound more than once.
    ReboundName = "rebound-name",
    /// The module's namespace is read as a whole.
    NamespaceRead = "namespace-read",
    /// The module puts something else in its own place.
    ModuleReplaced = "module-replaced",
    /// The module is star-imported and has no `__all__`.
    StarImported = "star-imported",
    /// A doctest uses the name.
    Doctest = "doctest",
    /// The presence of the module in `sys.modules` is asked for or faked.
    SysModules = "sys-modules",
    /// The name is used while the module executes.
    UsedAtImport = "used-at-import",
    /// Nothing uses the name.
    UnusedImport = "unused-import",
    /// An annotation that uses the name is evaluated at definition.
    EvaluatedAnnotation = "evaluated-annotation",
    /// An annotation that uses the name is evaluated by somebody at run time.
    RuntimeAnnotation = "runtime-annotation",
    /// A type parameter or `type` statement uses the name.
    TypeStatement = "type-statement",
    /// The name is mangled in a class.
    MangledName = "mangled-name",
    /// A class body inside a function binds the same name.
    ClassScopeName = "class-scope-name",
    /// A function that would get the import hands out its local names.
    LocalsRead = "locals-read",
    /// A function declares the name `global`.
    GlobalStatement = "global-statement",
    /// A decorator compiles the function's body.
    NoImportInBody = "no-import-in-body",
    /// A lambda outside any function uses the name.
    ModuleLevelLambda = "module-level-lambda",
    /// A function that runs while the interpreter shuts down uses the name.
    Shutdown = "shutdown",
    /// A function of an import hook uses the name.
    ImportHook = "import-hook",
    /// The module has a `__getattr__` or `__dir__` of its own.
    ExistingGetattr = "existing-getattr",
    /// The module is run as a script and its name is replaced from outside.
    RunAsMain = "run-as-main",
    /// A submodule has the same name as what is imported.
    SubmoduleShadowed = "submodule-shadowed",
    /// The name is replaced in the module that it comes from.
    SourcePatched = "source-patched",
    /// Others reach a submodule as an attribute that only this import provides.
    SubmoduleProvider = "submodule-provider",
    /// An import of this module elsewhere is guarded against missing packages.
    GuardedElsewhere = "guarded-elsewhere",
    /// What would load later has effects.
    HasEffects = "has-effects",
    /// A later statement changes what the import finds.
    ImportWindow = "import-window",
    /// What would load later can only be assumed to be harmless.
    Assumed = "assumed",
    /// An import cycle would be entered at another place.
    ImportCycle = "import-cycle",
    /// It is loaded by another way that has to stay.
    LoadedAnyway = "loaded-anyway",
    /// The strategy that would do it is switched off.
    StrategyOff = "strategy-off",
    /// A test runner would collect the name.
    TestCollection = "test-collection",
    /// The values of a table are read while modules are imported.
    TableRead = "table-read",
    /// The helper that a rewritten table needs has no place.
    NoHelper = "no-helper",
    /// A generated file would take too little away.
    SmallGain = "small-gain",
    /// What the help page shows of a command is not written out.
    CommandText = "command-text",
    /// No entry point loads the module.
    NotAtStart = "not-at-start",
    /// A stand-in for a command says something else than the command's source.
    StaleCommandText = "stale-command-text",
    /// The generated helper is missing, or is not what it must be.
    StaleHelper = "stale-helper",
    /// A lazy import is loaded while modules are imported all the same.
    LazyTouched = "lazy-touched",
    /// A lazy import puts off what somebody waits for.
    LazyAwaited = "lazy-awaited",
    /// The command runs a function that imports it.
    UsedAtStart = "used-at-start",
    /// The import stands in code that is not rewritten.
    NotYours = "not-yours",
    /// Python loads the package around a submodule.
    Package = "package",
    /// Edits could remove it, but save less than they cost.
    CostsMore = "costs-more",
    /// With the edit the program was seen to do something else.
    NotTheSame = "not-the-same",
}

/// Where a code is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// By `check` and `fix`: an import stays.
    Judged,
    /// By `check` and `fix`: rewritten code has become wrong.
    Stale,
    /// By `plan` and `optimize`: it was seen when the command ran, or follows from what it loads.
    Seen,
}

impl Code {
    /// What it means, in one sentence.
    pub fn summary(self) -> &'static str {
        self.page().summary()
    }

    /// What the user can do about it, in one sentence.
    pub fn help(self) -> &'static str {
        self.page().labelled("What to do")
    }

    /// Where it is reported.
    pub fn source(self) -> Source {
        match self {
            Code::StaleCommandText | Code::StaleHelper | Code::LazyTouched | Code::LazyAwaited => Source::Stale,
            Code::UsedAtStart | Code::NotYours | Code::Package | Code::CostsMore | Code::NotTheSame => Source::Seen,
            _ => Source::Judged,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::Code;
    use crate::verdict::Strategy;

    /// The codes that have a page in a folder of `docs`.
    fn pages(folder: &str) -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(folder);
        let entries = std::fs::read_dir(folder).expect("the folder can be read");
        let names = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned());
        names
            .filter(|name| name != "README.md")
            .map(|name| name.trim_end_matches(".md").to_owned())
            .collect()
    }

    fn check_page(code: &str, text: &str, summary: &str, help: &str) {
        assert!(text.starts_with(&format!("# {code}\n")), "{code}: the title is another");
        let is_said = |text: &str| text.ends_with('.') && !text.contains('\n');
        assert!(is_said(summary) && is_said(help), "{code}: {summary:?}, {help:?}");
        assert!(
            code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'),
            "{code}"
        );
    }

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        for code in Code::ALL {
            check_page(code.code(), code.page().0, code.summary(), code.help());
            assert!(!code.page().examples().is_empty(), "{} has no example", code.code());
        }
        let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.code().to_owned()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        assert_eq!(codes, pages("reasons"));
    }

    #[test]
    fn every_strategy_has_a_page_and_every_page_a_strategy() {
        for strategy in Strategy::ALL {
            let page = strategy.page();
            check_page(strategy.code(), page.0, page.summary(), page.labelled("For"));
        }
        let codes: BTreeSet<String> = Strategy::ALL.iter().map(|one| one.code().to_owned()).collect();
        assert_eq!(codes, pages("strategies"));
    }
}
