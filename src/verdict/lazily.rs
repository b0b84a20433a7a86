//! Which reasons hold for imports that Python 3.15 makes lazy in place, and why: by the `lazy` keyword, or by being named in
//! `__lazy_modules__`.
//!
//! Such an import stays where it is and binds its name at once: what reads the name loads it. So whatever is about moved
//! statements does not hold, and what is about loading later does. Each was seen on CPython 3.15.2.
use super::{Code, Strategy};

/// Whether a reason holds for a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Always.
    Yes,
    /// In some of its cases, which the text tells apart.
    Partly,
    /// Never.
    No,
}

/// What a reason means for lazy imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lazily {
    /// For `lazy-keyword`.
    pub keyword: Holds,
    /// For `lazy-modules`.
    pub modules: Holds,
    /// Why, in one sentence or two.
    pub why: &'static str,
}

impl Lazily {
    fn both(holds: Holds, why: &'static str) -> Self {
        Lazily {
            keyword: holds,
            modules: holds,
            why,
        }
    }

    fn yes(why: &'static str) -> Self {
        Lazily::both(Holds::Yes, why)
    }

    fn partly(why: &'static str) -> Self {
        Lazily::both(Holds::Partly, why)
    }

    fn no(why: &'static str) -> Self {
        Lazily::both(Holds::No, why)
    }

    /// Whether it holds for a strategy; any other strategy than the two lazy ones minds every reason.
    pub fn holds(self, strategy: Strategy) -> Holds {
        match strategy {
            Strategy::LazyKeyword => self.keyword,
            Strategy::LazyModules => self.modules,
            Strategy::TypeChecking
            | Strategy::FunctionLocal
            | Strategy::ModuleGetattr
            | Strategy::Registry
            | Strategy::LazyConstant => Holds::Yes,
        }
    }
}

const IN_PLACE: &str = "Nothing is inserted into a function: the statement stays at module level.";
const NO_TABLE: &str = "Tables and commands are read as before: reading the name loads it.";
const STAYS_TRUE: &str = "It is about what is loaded, not about how the import is written.";

impl Code {
    /// What the reason means for lazy imports.
    pub fn lazily(self) -> Lazily {
        match self {
            Code::StarImport => Lazily::yes("Python forbids `lazy` before `*`, and does not ask the list for it."),
            Code::GuardedImport => Lazily::yes(
                "Python forbids `lazy` anywhere in a `try` and does not ask the list there; the handlers would not see the failure.",
            ),
            Code::ConditionalImport => {
                Lazily::no("`if`, `for`, `while` and `match` at module level may hold a lazy import.")
            }
            Code::WithBlock => Lazily::partly(
                "A `with` at module level may hold a lazy import, where its context managers neither swallow the failure nor change what the import finds.",
            ),
            Code::ClassScopeImport => Lazily::yes("Python forbids `lazy` in a class, and does not ask the list there."),
            Code::EagerComment | Code::EagerSetting | Code::Ignored => Lazily::yes("The user asks for it."),
            Code::ReboundName => {
                Lazily::no("Binding the name again, or deleting it, loads nothing and leaves nothing behind.")
            }
            Code::NamespaceRead => Lazily::partly(
                "Who reads names is served: `dir()`, `eval()`, `exec()`, `getmembers()`, the local names of functions. Who takes values out of the dictionary finds a stand-in there: `globals()`, `vars()`, `__dict__`, `__globals__`.",
            ),
            Code::ModuleReplaced => Lazily::yes("What takes the module's place may have copied the stand-in."),
            Code::StarImported => Lazily::no("A star import takes the value of each name, which loads it."),
            Code::Doctest => {
                Lazily::no("The examples run in a copy of the module's names, and reading a name there loads it.")
            }
            Code::SysModules => Lazily::yes("The module is not in `sys.modules` until the name is read."),
            Code::UsedAtImport => Lazily::yes("It would be loaded there and then, so that nothing is saved."),
            Code::UnusedImport => {
                Lazily::yes("Nothing would ever load it, and it may be there for what loading it does.")
            }
            Code::EvaluatedAnnotation => Lazily::no(
                "Python 3.15 evaluates no annotation before somebody asks for it, and older versions ignore the list.",
            ),
            Code::RuntimeAnnotation => Lazily::partly(
                "Who evaluates annotations later loads what they name. Where a decorator, a base class or a call at module level does so, it is loaded at once and nothing is saved.",
            ),
            Code::TypeStatement => Lazily::no(
                "The value of a `type` statement is evaluated when somebody asks for it, and loads the name.",
            ),
            Code::MangledName | Code::ClassScopeName | Code::LocalsRead | Code::GlobalStatement => Lazily::no(IN_PLACE),
            Code::ModuleLevelLambda => Lazily::no(IN_PLACE),
            Code::NoImportInBody => Lazily::yes(
                "What compiles a function takes the values of its names out of `__globals__`, and finds a stand-in there.",
            ),
            Code::Shutdown => {
                Lazily::yes("While the interpreter shuts down reading the name can load nothing any more: ImportError.")
            }
            Code::ImportHook => Lazily::yes("Reading the name imports, which asks the hook again: ImportCycleError."),
            Code::ExistingGetattr => Lazily::no("The name is bound in the module: no `__getattr__` is asked for it."),
            Code::RunAsMain => Lazily::no("The name is bound in whichever module runs the code, under any name."),
            Code::SubmoduleShadowed => {
                Lazily::yes("Any import of the submodule puts it in the place of the name that has not been read yet.")
            }
            Code::SourcePatched => Lazily::yes("A first read under the patch would keep what it finds for good."),
            Code::SubmoduleProvider => Lazily::partly(
                "A lazy import that itself names the submodule makes its package load it for any code that asks. One that only leads there does not.",
            ),
            Code::GuardedElsewhere => Lazily::yes("The failure would come at first use, past the guard."),
            Code::HasEffects
            | Code::Assumed
            | Code::ImportWindow
            | Code::ImportCycle
            | Code::LoadedAnyway
            | Code::NotAtStart => Lazily::yes(STAYS_TRUE),
            Code::StrategyOff => Lazily::no("It is said of the strategies that move an import."),
            Code::TestCollection => Lazily::yes("Test runners take the values out of the module's dictionary."),
            Code::TableRead | Code::NoHelper | Code::SmallGain | Code::CommandText => Lazily::no(NO_TABLE),
            Code::StaleCommandText | Code::StaleHelper => Lazily::no(NO_TABLE),
            Code::LazyTouched | Code::LazyAwaited => Lazily::yes("It is said of lazy imports alone."),
            Code::UsedAtStart | Code::NotYours | Code::Package | Code::CostsMore | Code::NotTheSame => {
                Lazily::yes(STAYS_TRUE)
            }
        }
    }
}

impl Holds {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Holds::Yes => "holds",
            Holds::Partly => "holds in part",
            Holds::No => "does not hold",
        }
    }
}
