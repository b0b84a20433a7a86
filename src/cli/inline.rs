//! Where a linter of the project forbids imports in functions, and nobody has said that they are to be marked for it.
use crate::config::Settings;
use crate::verdict::{Code, Results, Strategy, counted};

/// What a linter has to do with what was found.
pub(super) struct Forbidden {
    /// The setting of the linter.
    setting: String,
    /// Whether imports stay for it: nobody has said which strategies are to be used.
    keeps: bool,
}

/// The setting of the linter.
pub(super) fn forbidden(settings: &Settings) -> Option<Forbidden> {
    let setting = settings
        .inline_imports_forbidden
        .clone()
        .filter(|_| !settings.add_noqa)?;
    let keeps = settings.unmarked_inline().is_some();
    Some(Forbidden { setting, keeps })
}

/// What is said of it where some finding is mended by such an import, or an import stays because it would be.
pub(super) fn note(forbidden: Option<&Forbidden>, results: &Results) -> Option<String> {
    let Forbidden { setting, keeps } = forbidden?;
    let mut findings = results.findings.iter();
    let inserts = findings.any(|finding| finding.strategies.iter().any(|strategy| strategy.is_inline()));
    let kept = results
        .blocked
        .iter()
        .filter(|blocked| blocked.first.code == Code::StrategyOff.code());
    match (inserts, kept.count()) {
        (true, _) => Some(format!(
            "note: {setting}, which forbids imports in functions; `fix --add-noqa`, or the setting add-noqa, marks the new ones"
        )),
        (false, stay) if *keeps && stay > 0 => Some(format!(
            "note: {setting}, which forbids imports in functions: {} {} for it; `fix --add-noqa`, or the setting add-noqa, defers \
             {} and marks the new ones, and {:?} among `strategies` defers {} without a mark",
            counted(stay, "import"),
            if stay == 1 { "stays" } else { "stay" },
            if stay == 1 { "it" } else { "them" },
            Strategy::FunctionLocal.code(),
            if stay == 1 { "it" } else { "them" },
        )),
        _ => None,
    }
}
