//! `dormant rule CODE` and `dormant rules`: what the codes mean.
use super::Status;
use super::output::Output;
use crate::verdict::{Code, STALE, STALE_HELPER, Strategy};

/// What each strategy does, in one sentence, and when.
fn of_strategy(strategy: Strategy) -> (&'static str, &'static str) {
    match strategy {
        Strategy::LazyKeyword => (
            "The import becomes a `lazy` one (PEP 810).",
            "Targets from Python 3.15 on.",
        ),
        Strategy::LazyModules => (
            "The module is named in a `__lazy_modules__` list; the import stays as it is, and Python before 3.15 ignores the list.",
            "Only where `strategies` asks for it.",
        ),
        Strategy::TypeChecking => (
            "The import moves under `if TYPE_CHECKING:`.",
            "Names that only annotations use, which nobody evaluates.",
        ),
        Strategy::FunctionLocal => (
            "The import moves into each function that uses the name.",
            "Names that nothing outside the module can see.",
        ),
        Strategy::ModuleGetattr => (
            "The module gets a `__getattr__` (PEP 562) that imports the name when it is first asked for.",
            "Re-exports, and names that other modules or tests reach through this one.",
        ),
        Strategy::LazyConstant => (
            "A constant of the module is computed by a module-level `__getattr__` when it is first read.",
            "Constants that only functions and other modules read, made by calls of which it is known that it does not matter when.",
        ),
        Strategy::Registry => (
            "The values of a dict become names (`\"module:object\"`), each imported when it is first read.",
            "Tables of classes, functions or modules, such as registries of providers, plugins and commands.",
        ),
    }
}

/// What can be wrong with what was rewritten before, and what to do about it.
const FAULTS: [(&str, &str, &str); 2] = [
    (
        STALE,
        "The stand-in for a command says something else of it than its source, so the help page of its group would be wrong.",
        "`dormant fix` writes it anew; where the text cannot be told any more, import the command itself.",
    ),
    (
        STALE_HELPER,
        "The generated file that rewritten modules import is not there, or is not as this version of dormant writes it.",
        "`dormant fix` writes it anew.",
    ),
];

/// Explains one code.
pub(super) fn explain(code: &str, output: &Output) -> Status {
    if let Some(strategy) = Strategy::ALL.into_iter().find(|strategy| strategy.code() == code) {
        let (what, when) = of_strategy(strategy);
        return output.data(&format!("{code} (a way to defer an import)\n\n{what}\n\nFor: {when}\n"));
    }
    if let Some(known) = Code::ALL.into_iter().find(|known| known.code() == code) {
        let text = format!(
            "{code} (a reason to keep an import)\n\n{}\n\nWhat to do: {}\n",
            known.summary(),
            known.help()
        );
        return output.data(&text);
    }
    if let Some((_, what, todo)) = FAULTS.into_iter().find(|(known, _, _)| *known == code) {
        return output.data(&format!(
            "{code} (a fault of a rewritten file)\n\n{what}\n\nWhat to do: {todo}\n"
        ));
    }
    output.error(&format!("no such code: {code}; `dormant rules` lists them"));
    Status::Failed
}

/// Lists all codes.
pub(super) fn list(output: &Output) -> Status {
    let width = Code::ALL.iter().map(|code| code.code().len()).max().unwrap_or(0);
    let mut text = String::from("Ways to defer an import:\n");
    for strategy in Strategy::ALL {
        text += &format!("  {:width$}  {}\n", strategy.code(), of_strategy(strategy).0);
    }
    text += "\nReasons to keep one:\n";
    for code in Code::ALL {
        text += &format!("  {:width$}  {}\n", code.code(), code.summary());
    }
    text += "\nFaults of rewritten files:\n";
    for (code, what, _) in FAULTS {
        text += &format!("  {code:width$}  {what}\n");
    }
    output.data(&text)
}
