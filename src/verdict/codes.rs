//! The reasons why an import stays, and what else is reported by a code.
//!
//! One reason is one entry here and one page, `docs/reasons/CODE.md`, which says what it means and what the user can do. The entry says
//! also whether the reason holds for imports that Python 3.15 makes lazy in place, and why; each was seen on CPython 3.15.2.
use super::lazily::{Holds, IN_PLACE, Lazily, NO_TABLE, STAYS_TRUE};
use super::page::Page;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $holds:ident: $why:expr;)*) => {
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

            /// What the reason means for lazy imports.
            pub fn lazily(self) -> Lazily {
                match self {
                    $(Code::$name => Lazily { holds: Holds::$holds, why: $why },)*
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
    StarImport = "star-import", Yes: "Python forbids `lazy` before `*`, and does not ask the list for it.";
    /// The import stands in a `try` statement.
    GuardedImport = "guarded-import",
        Yes: "Python forbids `lazy` anywhere in a `try` and does not ask the list there; the handlers would not see the failure.";
    /// The import stands in a conditional or a loop.
    ConditionalImport = "conditional-import",
        No: "`if`, `for`, `while` and `match` at module level may hold a lazy import.";
    /// The import stands in a `with` block.
    WithBlock = "with-block",
        Partly: "A `with` at module level may hold a lazy import, where its context managers neither swallow the failure nor change what the import finds.";
    /// The import stands in a class body.
    ClassScopeImport = "class-scope-import",
        Yes: "Python forbids `lazy` in a class, and does not ask the list there.";
    /// `# dormant: eager`.
    EagerComment = "eager-comment", Yes: "The user asks for it.";
    /// The `eager` setting names it.
    EagerSetting = "eager-setting", Yes: "The user asks for it.";
    /// A comment or `per-file-ignores` ignores it.
    Ignored = "ignored", Yes: "The user asks for it.";
    /// The name is bound more than once.
    ReboundName = "rebound-name",
        No: "Binding the name again, or deleting it, loads nothing and leaves nothing behind.";
    /// The module's namespace is read as a whole.
    NamespaceRead = "namespace-read",
        Partly: "Who reads names is served: `dir()`, `eval()`, `exec()`, `getmembers()`, the local names of functions. Who takes values out of the dictionary finds a stand-in there: `globals()`, `vars()`, `__dict__`, `__globals__`.";
    /// The module puts something else in its own place.
    ModuleReplaced = "module-replaced", Yes: "What takes the module's place may have copied the stand-in.";
    /// The module is star-imported and has no `__all__`.
    StarImported = "star-imported", No: "A star import takes the value of each name, which loads it.";
    /// A doctest uses the name.
    Doctest = "doctest", No: "The examples run in a copy of the module's names, and reading a name there loads it.";
    /// The presence of the module in `sys.modules` is asked for or faked.
    SysModules = "sys-modules", Yes: "The module is not in `sys.modules` until the name is read.";
    /// The name is used while the module executes.
    UsedAtImport = "used-at-import", Yes: "It would be loaded there and then, so that nothing is saved.";
    /// Nothing uses the name.
    UnusedImport = "unused-import", Yes: "Nothing would ever load it, and it may be there for what loading it does.";
    /// An annotation that uses the name is evaluated at definition.
    EvaluatedAnnotation = "evaluated-annotation",
        No: "Python 3.15 evaluates no annotation before somebody asks for it, and older versions ignore the list.";
    /// An annotation that uses the name is evaluated by somebody at run time.
    RuntimeAnnotation = "runtime-annotation",
        Partly: "Who evaluates annotations later loads what they name. Where a decorator, a base class or a call at module level does so, it is loaded at once and nothing is saved.";
    /// A type parameter or `type` statement uses the name.
    TypeStatement = "type-statement",
        No: "The value of a `type` statement is evaluated when somebody asks for it, and loads the name.";
    /// The name is mangled in a class.
    MangledName = "mangled-name", No: IN_PLACE;
    /// A class body inside a function binds the same name.
    ClassScopeName = "class-scope-name", No: IN_PLACE;
    /// A function that would get the import hands out its local names.
    LocalsRead = "locals-read", No: IN_PLACE;
    /// A function declares the name `global`.
    GlobalStatement = "global-statement", No: IN_PLACE;
    /// A decorator compiles the function's body.
    NoImportInBody = "no-import-in-body",
        Yes: "What compiles a function takes the values of its names out of `__globals__`, and finds the unloaded lazy object there.";
    /// A lambda outside any function uses the name.
    ModuleLevelLambda = "module-level-lambda", No: IN_PLACE;
    /// A function that runs while the interpreter shuts down uses the name.
    Shutdown = "shutdown",
        Yes: "While the interpreter shuts down reading the name can load nothing any more: ImportError.";
    /// A function of an import hook uses the name.
    ImportHook = "import-hook", Yes: "Reading the name imports, which asks the hook again: ImportCycleError.";
    /// The module has a `__getattr__` or `__dir__` of its own.
    ExistingGetattr = "existing-getattr", No: "The name is bound in the module: no `__getattr__` is asked for it.";
    /// The module is run as a script and its name is replaced from outside.
    RunAsMain = "run-as-main", No: "The name is bound in whichever module runs the code, under any name.";
    /// A submodule has the same name as what is imported.
    SubmoduleShadowed = "submodule-shadowed",
        Yes: "Any import of the submodule puts it in the place of the name that has not been read yet.";
    /// The name is replaced in the module that it comes from.
    SourcePatched = "source-patched", Yes: "A first read under the patch would keep what it finds for good.";
    /// Others reach a submodule as an attribute that only this import provides.
    SubmoduleProvider = "submodule-provider",
        Partly: "A lazy import that itself names the submodule makes its package load it for any code that asks. One that only leads there does not.";
    /// An import of this module elsewhere is guarded against missing packages.
    GuardedElsewhere = "guarded-elsewhere", Yes: "The failure would come at first use, past the guard.";
    /// What would load later has effects.
    HasEffects = "has-effects", Yes: STAYS_TRUE;
    /// A later statement changes what the import finds.
    ImportWindow = "import-window", Yes: STAYS_TRUE;
    /// What would load later can only be assumed to be harmless.
    Assumed = "assumed", Yes: STAYS_TRUE;
    /// An import cycle would be entered at another place.
    ImportCycle = "import-cycle", Yes: STAYS_TRUE;
    /// It is loaded by another way that has to stay.
    LoadedAnyway = "loaded-anyway", Yes: STAYS_TRUE;
    /// The strategy that would do it is switched off.
    StrategyOff = "strategy-off", No: "It applies only to strategies that move an import.";
    /// A test runner would collect the name.
    TestCollection = "test-collection", Yes: "Test runners take the values out of the module's dictionary.";
    /// The values of a table are read while modules are imported, or whenever the program starts.
    TableRead = "table-read", No: NO_TABLE;
    /// The helper that a rewritten table needs has no place.
    NoHelper = "no-helper", No: NO_TABLE;
    /// A generated file would take too little away.
    SmallGain = "small-gain", No: NO_TABLE;
    /// What the help page shows of a command is not written out.
    CommandText = "command-text", No: NO_TABLE;
    /// No entry point loads the module.
    NotAtStart = "not-at-start", Yes: STAYS_TRUE;
    /// A stand-in for a command says something else than the command's source.
    StaleCommandText = "stale-command-text", No: NO_TABLE;
    /// The generated helper is missing, or is not what it must be.
    StaleHelper = "stale-helper", No: NO_TABLE;
    /// A lazy import is loaded while modules are imported all the same.
    LazyTouched = "lazy-touched", Yes: "It applies to lazy imports only.";
    /// A lazy import puts off what somebody waits for.
    LazyAwaited = "lazy-awaited", Yes: "It applies to lazy imports only.";
    /// The command runs a function that imports it.
    UsedAtStart = "used-at-start", Yes: STAYS_TRUE;
    /// The import stands in code that is not rewritten.
    NotYours = "not-yours", Yes: STAYS_TRUE;
    /// Python loads the package around a submodule.
    Package = "package", Yes: STAYS_TRUE;
    /// Edits could remove it, but save less than they cost.
    CostsMore = "costs-more", Yes: STAYS_TRUE;
    /// With the edit the program was seen to do something else.
    NotTheSame = "not-the-same", Yes: STAYS_TRUE;
    /// Tests and commands have to settle whether it is the same program, and did not come to what the edit moves.
    NotRun = "not-run", Yes: STAYS_TRUE;
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
            Code::UsedAtStart | Code::NotYours | Code::Package | Code::CostsMore | Code::NotTheSame | Code::NotRun => {
                Source::Seen
            }
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
