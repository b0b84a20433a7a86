//! Settings and comments that match nothing: most likely typing errors, or left over.
use globset::{Glob, GlobMatcher};
use rustc_hash::FxHashMap;

use super::load::File;
use super::shown;
use crate::config::Settings;
use crate::graph::ModuleId;
use crate::judge::{Directive, Inputs, Plan, Stale, comments_of, directive};
use crate::syntax::Span;
use crate::verdict::{Code, Problem, Strategy};

/// The codes that `per-file-ignores` ignores in each module.
pub(super) fn ignored_codes(
    settings: &Settings,
    files: &FxHashMap<ModuleId, File>,
) -> FxHashMap<ModuleId, Vec<String>> {
    let globs = globs(settings);
    let mut ignored: FxHashMap<ModuleId, Vec<String>> = FxHashMap::default();
    for (&id, file) in files {
        let below = file.path.strip_prefix(&settings.root).unwrap_or(&file.path);
        for (_, codes) in globs.iter().filter(|(glob, _)| glob.is_match(below)) {
            ignored.entry(id).or_default().extend(codes.iter().cloned());
        }
    }
    ignored
}

fn globs(settings: &Settings) -> Vec<(GlobMatcher, &[String])> {
    let compile = |pattern: &str| Glob::new(pattern).ok().map(|glob| glob.compile_matcher());
    settings
        .per_file_ignores
        .iter()
        .filter_map(|(pattern, codes)| Some((compile(pattern)?, codes.as_slice())))
        .collect()
}

fn is_code(code: &str) -> bool {
    code == "all"
        || Strategy::ALL.iter().any(|strategy| strategy.code() == code)
        || Code::ALL.iter().any(|known| known.code() == code)
}

/// The warnings of one run.
pub(super) fn warnings(
    inputs: Inputs<'_>,
    plan: &Plan,
    stale: &[Stale],
    files: &FxHashMap<ModuleId, File>,
    settings: &Settings,
) -> Vec<Problem> {
    let mut found = Vec::new();
    for (&id, file) in files.iter().filter(|(_, file)| file.is_target) {
        comments(inputs, plan, stale, id, file, &mut found);
    }
    found.extend(settings.warnings().into_iter().map(|warning| Problem {
        path: shown(&warning.path),
        line: warning.line,
        message: warning.message,
        is_error: false,
    }));
    let mut warn = |key: &str, message: String| {
        found.push(Problem {
            path: shown(&settings.place(key)),
            line: None,
            message,
            is_error: false,
        })
    };
    let names = || inputs.program.modules.iter().map(|module| module.name.as_str());
    let is_own = |key: &str| !settings.inherited.contains(&key);
    for (key, patterns) in [
        ("eager", settings.eager.as_slice()),
        ("extend-heavy", &settings.extend_heavy),
        ("heavy", settings.heavy.as_deref().unwrap_or_default()),
    ] {
        let matches_none = |pattern: &&String| !names().any(|name| crate::rules::matches(pattern, name));
        for pattern in patterns.iter().filter(|_| is_own(key)).filter(matches_none) {
            warn(key, format!("{key} = {pattern:?} matches no module that is imported"));
        }
    }
    for (pattern, codes) in &settings.per_file_ignores {
        match Glob::new(pattern) {
            Err(error) => warn(
                "per-file-ignores",
                format!("per-file-ignores {pattern:?} is not a pattern: {error}"),
            ),
            Ok(glob) => {
                let matcher = glob.compile_matcher();
                if is_own("per-file-ignores")
                    && !files
                        .values()
                        .any(|file| matcher.is_match(file.path.strip_prefix(&settings.root).unwrap_or(&file.path)))
                {
                    warn(
                        "per-file-ignores",
                        format!("per-file-ignores {pattern:?} matches no file"),
                    );
                }
            }
        }
        for code in codes.iter().filter(|code| !is_code(code)) {
            warn(
                "per-file-ignores",
                format!("per-file-ignores names an unknown code {code:?}; `dormant rules` lists them"),
            );
        }
    }
    found
}

/// Comments to dormant that change nothing in one file.
fn comments(inputs: Inputs<'_>, plan: &Plan, stale: &[Stale], id: ModuleId, file: &File, found: &mut Vec<Problem>) {
    let Some(facts) = inputs.program.facts(id) else { return };
    for comment in &facts.comments {
        let Some(wish) = directive(&comment.text) else { continue };
        let line = file.line_starts.partition_point(|&start| start <= comment.span.start) as u32;
        let mut warn = |message: String| {
            found.push(Problem {
                path: shown(&file.path),
                line: Some(line),
                message,
                is_error: false,
            });
        };
        let is_on = |statement: Span| comments_of(&facts.comments, statement).any(|other| other.span == comment.span);
        let ignores_stale = || {
            let mine = stale.iter().filter(|stale| stale.module == id && stale.is_ignored);
            mine.clone().any(|stale| is_on(stale.refresh.span))
        };
        let about = |code: Code| {
            plan.decisions
                .iter()
                .filter(|decision| decision.module == id)
                .any(|decision| {
                    let import = &facts.imports[decision.import as usize];
                    let here = is_on(import.statement);
                    here && decision
                        .verdict
                        .as_ref()
                        .is_err_and(|reasons| reasons.first.code == code)
                })
        };
        match wish {
            Directive::Unknown(word) => warn(format!(
                "unknown comment 'dormant: {word}'; known are 'eager' and 'ignore[code]'"
            )),
            Directive::Eager if !about(Code::EagerComment) => {
                warn("this 'dormant: eager' comment changes nothing: there is no heavy import on its line".to_owned());
            }
            Directive::Ignore(codes) => {
                for code in codes.iter().filter(|code| !is_code(code)) {
                    warn(format!(
                        "unknown code {code:?} in a comment; `dormant rules` lists them"
                    ));
                }
                if !about(Code::Ignored) && !ignores_stale() {
                    warn("this 'dormant: ignore' comment suppresses nothing".to_owned());
                }
            }
            Directive::Eager => {}
        }
    }
}
