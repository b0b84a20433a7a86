//! Stand-ins for commands whose text has become wrong: findings, and the edits that write them again.
use rustc_hash::FxHashMap;

use super::load::File;
use super::outcome::Texts;
use super::shown;
use crate::graph::ModuleId;
use crate::judge::{Inputs, Plan, Stale};
use crate::verdict::{CommandText, Deprecated, FilePlan, Finding, Results, StandInCall, Why};

/// Adds what is stale to the plan and to the results.
pub(super) fn add(
    inputs: Inputs<'_>,
    stale: Vec<Stale>,
    plan: &mut Plan,
    results: &mut Results,
    files: &FxHashMap<ModuleId, File>,
) {
    let mut texts = Texts::default();
    for stale in stale.into_iter().filter(|stale| !stale.is_ignored) {
        let Some(file) = files.get(&stale.module) else { continue };
        let span = stale.refresh.span;
        results.findings.push(Finding {
            path: shown(&file.path),
            start: texts.position(file, span.start),
            end: texts.position(file, span.end),
            statement: span,
            alias: span,
            strategies: Vec::new(),
            import: imported(&stale.refresh.call),
            why: Why::Stale { wanted: wanted(&stale) },
            how: match &stale.wanted {
                Ok(_) => "write it again".to_owned(),
                Err(_) => "import the command itself".to_owned(),
            },
        });
        if let Ok(refresh) = stale.wanted {
            let module = &inputs.program.modules[stale.module];
            let new = || FilePlan {
                module: module.name.clone(),
                is_package: module.is_package,
                ..FilePlan::default()
            };
            plan.files
                .entry(stale.module)
                .or_insert_with(new)
                .refreshes
                .push(refresh);
        }
    }
}

/// The import that a stand-in stands for.
fn imported(call: &StandInCall) -> String {
    let (module, name) = call.target.split_once(':').unwrap_or((&call.target, &call.name));
    if name == call.name {
        format!("from {module} import {name}")
    } else {
        format!("from {module} import {name} as {}", call.name)
    }
}

fn wanted(stale: &Stale) -> String {
    match &stale.wanted {
        Ok(refresh) => differences(&refresh.call.text, &stale.refresh.call.text),
        Err(reason) => format!("it cannot be determined: {reason}"),
    }
}

/// The arguments that are not as they should be.
fn differences(wanted: &CommandText, said: &CommandText) -> String {
    let text = |text: &Option<String>| text.as_ref().map_or("None".to_owned(), |text| format!("{text:?}"));
    let flag = |flag: bool| if flag { "True" } else { "False" }.to_owned();
    let deprecated = |deprecated: &Deprecated| match deprecated {
        Deprecated::No => flag(false),
        Deprecated::Yes => flag(true),
        Deprecated::Because(why) => format!("{why:?}"),
    };
    let pairs = [
        ("name", text(&wanted.name), wanted.name != said.name),
        ("help", text(&wanted.help), wanted.help != said.help),
        (
            "short_help",
            text(&wanted.short_help),
            wanted.short_help != said.short_help,
        ),
        ("hidden", flag(wanted.hidden), wanted.hidden != said.hidden),
        (
            "deprecated",
            deprecated(&wanted.deprecated),
            wanted.deprecated != said.deprecated,
        ),
    ];
    let differing = pairs.into_iter().filter(|(_, _, differs)| *differs);
    differing
        .map(|(name, value, _)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join(", ")
}
