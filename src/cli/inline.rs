//! Where a linter of the project forbids imports in functions, and the new ones are not marked for it.
use crate::config::Settings;
use crate::verdict::{Results, Strategy};

/// The setting of the linter.
pub(super) fn forbidden(settings: &Settings) -> Option<String> {
    settings.inline_imports_forbidden.clone().filter(|_| !settings.add_noqa)
}

/// What is said of it where some finding is mended by such an import.
pub(super) fn note(forbidden: Option<&str>, results: &Results) -> Option<String> {
    let mut findings = results.findings.iter();
    let inserts = findings.any(|finding| finding.strategies.contains(&Strategy::FunctionLocal));
    let setting = forbidden.filter(|_| inserts)?;
    Some(format!(
        "note: {setting} forbids imports in functions; `fix --add-noqa`, or the setting add-noqa, marks the new ones"
    ))
}
