//! `dormant check`: what could be deferred.
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Status;
use super::args::Input;
use super::failure::Failure;
use super::output::{Output, text_of};
use super::projects::{Project, Projects, projects};
use super::settings::Context;
use super::watch;
use crate::pipeline::{self, Analysis, Overlay, Prepared, Question, Request};
use crate::project::Walks;
use crate::report::{Found, OutputFormat, Sources, statistics, summary};
use crate::verdict::{Fixes, Problem};

/// How the findings are printed.
#[derive(Debug)]
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
    let walks = Walks::default();
    let Projects { sound, problems } = match &overlay {
        Some(_) => Projects {
            sound: vec![Project {
                settings: context.settings(&paths)?,
                paths: Vec::new(),
            }],
            problems: Vec::new(),
        },
        None => projects(context, &walks, &paths)?,
    };
    let overlays: Vec<Overlay> = overlay.into_iter().collect();
    let requests = sound.iter().map(|Project { settings, paths }| Request {
        walks: Some(&walks),
        all_reasons: form.show_blocked || form.format == OutputFormat::Json,
        settings,
        paths,
        overlays: &overlays,
        allow_unsafe: false,
        use_cache: context.use_cache,
    });
    let requests: Vec<Request> = requests.collect();
    let prepared: Vec<Prepared> = requests.iter().map(pipeline::prepare).collect::<Result<_, _>>()?;
    let question = Question::new(&prepared, &format!("{form:?} {:?} {problems:?}", output.style));
    // Who wants to know how long things take wants them done.
    let kept = question.answer().filter(|_| !output.is_verbose());
    if let Some(printed) = kept.and_then(|bytes| postcard::from_bytes::<Printed>(&bytes).ok()) {
        return Ok(printed.print(output));
    }
    let progress = output.progress("reading the project and what it imports");
    let sources = |path: &Path| -> Option<Cow<'_, str>> {
        let overlay = overlays.iter().find(|overlay| pipeline::shown(&overlay.path) == path);
        let text = overlay.map(|overlay| {
            crate::project::Source::decode(&overlay.path, &overlay.bytes)
                .ok()
                .map(|source| source.text)
        });
        text.unwrap_or_else(|| text_of(path)).map(Cow::Owned)
    };
    let mut printed = Printed::default();
    let analysis = question.analyse(form.format == OutputFormat::Sarif, |analysis, fixes| {
        printed = Printed::new(analysis, fixes, &problems, &overlays, form, &sources, output);
        postcard::to_stdvec(&printed).ok()
    });
    drop(progress);
    output.stages(&analysis.stages);
    Ok(printed.print(output))
}

/// All that a check prints.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Printed {
    data: String,
    problems: Vec<Problem>,
    summary: String,
    is_clean: bool,
}

impl Printed {
    fn new(
        analysis: &Analysis,
        fixes: &Fixes,
        of_configurations: &[Problem],
        overlays: &[Overlay],
        form: &Form,
        sources: &Sources<'_>,
        output: &Output,
    ) -> Self {
        let mut results = Cow::Borrowed(&analysis.results);
        if !of_configurations.is_empty() {
            results.to_mut().problems.extend(of_configurations.iter().cloned());
        }
        let (results, show_blocked) = (&*results, form.show_blocked);
        Printed {
            data: match form.format {
                _ if form.statistics => statistics::render(results, output.style),
                format => format.render(&Found {
                    results,
                    fixes,
                    changed: &|| {
                        let (rewritings, _) = pipeline::rewrite_all(&analysis.plans, &analysis.helpers, overlays);
                        rewritings.iter().map(pipeline::changed).collect()
                    },
                    sources,
                    style: output.style,
                    show_blocked,
                }),
            },
            problems: results.problems.clone(),
            summary: summary::check(results, show_blocked),
            is_clean: results.findings.is_empty(),
        }
    }

    fn print(&self, output: &Output) -> Status {
        let status = output.data(&self.data).max(output.problems(&self.problems));
        output.sum_up(&self.summary);
        match self.is_clean {
            true => status,
            false => status.max(Status::Findings),
        }
    }
}

fn standard_input(name: &Path) -> std::io::Result<Overlay> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let path: PathBuf = std::path::absolute(name)?;
    Ok(Overlay { path, bytes })
}
