//! `dormant check`: what could be deferred.
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{Input, OutputFormat};
use super::failure::Failure;
use super::output::{Output, text_of};
use super::projects::{Project, projects};
use super::settings::Context;
use super::watch;
use crate::pipeline::{self, Analysis, Overlay, Request};
use crate::report::{concise, full, github, gitlab, json, junit, markdown, rdjson, sarif, statistics, summary};
use crate::verdict::{Changed, Fixes};

/// How the findings are printed.
pub(super) struct Form {
    pub format: OutputFormat,
    pub show_blocked: bool,
    pub statistics: bool,
}

/// Does it again whenever a file changes, until it is stopped.
pub(super) fn watch(context: &Context, paths: &[PathBuf], form: &Form, output: &Output) -> Result<Status, Failure> {
    let mut state = watch::state(context, paths);
    loop {
        if let Err(failure) = run(context, Input::Paths(paths.to_vec()), form, output) {
            output.error(&failure.words());
        }
        output.say("Watching for changes; Ctrl-C ends it.");
        state = watch::changed(context, paths, &state);
    }
}

pub(super) fn run(context: &Context, input: Input, form: &Form, output: &Output) -> Result<Status, Failure> {
    let (paths, overlay) = match input {
        Input::Paths(paths) => (paths, None),
        Input::Stdin(name) => {
            let overlay = standard_input(&name).map_err(Failure::file(Path::new("standard input")))?;
            (vec![overlay.path.clone()], Some(overlay))
        }
    };
    let projects = match &overlay {
        Some(_) => vec![Project {
            settings: context.settings(&paths)?,
            paths: Vec::new(),
        }],
        None => projects(context, &paths)?,
    };
    let overlays: Vec<Overlay> = overlay.into_iter().collect();
    let progress = output.progress("reading the project and what it imports");
    let mut analysis = Analysis::default();
    let mut fixes = Fixes::default();
    for Project { settings, paths } in &projects {
        let request = Request {
            all_reasons: form.show_blocked || form.format == OutputFormat::Json,
            settings,
            paths,
            overlays: &overlays,
            allow_unsafe: false,
            use_cache: context.use_cache,
        };
        let found = match form.format {
            OutputFormat::Sarif => {
                let (found, own) = pipeline::analyse_with_fixes(&request)?;
                fixes.join(own);
                found
            }
            _ => pipeline::analyse(&request)?,
        };
        analysis = analysis.join(found);
    }
    drop(progress);
    output.stages(&analysis.stages);
    let results = &analysis.results;
    let sources = |path: &Path| -> Option<Cow<'_, str>> {
        let overlay = overlays.iter().find(|overlay| pipeline::shown(&overlay.path) == path);
        let text = overlay.map(|overlay| {
            crate::project::Source::decode(&overlay.path, &overlay.bytes)
                .ok()
                .map(|source| source.text)
        });
        text.unwrap_or_else(|| text_of(path)).map(Cow::Owned)
    };
    let status = output.data(&match form.format {
        _ if form.statistics => statistics::render(results, output.style),
        OutputFormat::Full => full::render(results, &sources, output.style, form.show_blocked),
        OutputFormat::Concise => concise::render(results, output.style, form.show_blocked),
        OutputFormat::Json => json::render(results),
        OutputFormat::Github => github::render(results, form.show_blocked),
        OutputFormat::Gitlab => gitlab::render(results, form.show_blocked),
        OutputFormat::Sarif => sarif::render(results, &fixes, &sources, form.show_blocked),
        OutputFormat::Junit => junit::render(results, form.show_blocked),
        OutputFormat::Rdjson => {
            let (rewritings, _) = pipeline::rewrite_all(&analysis.plans, &analysis.helpers, None, &overlays);
            let changed: Vec<Changed> = rewritings.iter().map(pipeline::changed).collect();
            rdjson::render(results, &changed, &sources, form.show_blocked)
        }
        OutputFormat::Markdown => markdown::render(results, form.show_blocked),
    });
    let status = status.max(output.problems(&results.problems));
    output.say(&summary::check(results, form.show_blocked));
    Ok(if results.findings.is_empty() {
        status
    } else {
        status.max(Status::Findings)
    })
}

fn standard_input(name: &Path) -> std::io::Result<Overlay> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let path: PathBuf = std::path::absolute(name)?;
    Ok(Overlay { path, bytes })
}
