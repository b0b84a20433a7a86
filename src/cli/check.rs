//! `dormant check`: what could be deferred.
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::args::{ConfigurationArgs, RunArgs, STATUSES};
use super::context::Context;
use super::failure::Failure;
use super::inline;
use super::output::{Output, text_of};
use super::plan_check::PlanCheckArgs;
use super::projects::{Project, Projects, projects};
use super::status::Status;
use super::watch;
use crate::pipeline::{self, Analysis, Overlay, Prepared, Question, Request};
use crate::project::Walks;
use crate::report::{Found, OutputFormat, Sources, statistics, summary};
use crate::verdict::{Fixes, Problem};

const EXAMPLES: &str = "\
Examples:
  dormant check                         this folder, as configured
  dormant check src --heavy modal,docker
  dormant check --show-blocked          and why the others stay
  dormant check --statistics            only counts
  dormant check --output-format github  annotations in a pull request
  dormant check --plan plan.json        what a plan removed stays away (runs it)
  dormant check - --stdin-filename app/cli.py < app/cli.py";

/// Report heavy eager imports that can be deferred.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES, after_long_help = format!("{EXAMPLES}\n\n{STATUSES}"))]
pub(super) struct CheckArgs {
    /// Files and folders; `-` for standard input
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Take standard input (`-`) for the content of this file
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: OutputFormat,
    /// Say why the other heavy imports stay
    #[arg(long)]
    show_blocked: bool,
    /// Print counts by code instead of the findings
    #[arg(long)]
    statistics: bool,
    /// Do it again whenever a file changes
    #[arg(long, short, conflicts_with_all = ["stdin_filename", "plan"])]
    watch: bool,
    #[command(flatten)]
    plan: PlanCheckArgs,
    #[command(flatten)]
    settings: ConfigurationArgs,
    #[command(flatten)]
    run: RunArgs,
}

/// What is looked at.
enum Input {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// One file's text on standard input, taken for the content of the named file.
    Stdin(PathBuf),
}

impl CheckArgs {
    pub(super) fn context(&self) -> Context {
        self.settings.context(&self.run)
    }

    /// What of the paths makes no sense: standard input goes with a name, and with nothing else.
    pub(super) fn conflict(&self) -> Option<&'static str> {
        let is_stdin = |path: &PathBuf| path == Path::new("-");
        match &self.stdin_filename {
            _ if self.plan.plan.is_some() => None,
            Some(_) if self.paths.iter().all(is_stdin) && self.paths.len() == 1 => None,
            Some(_) => Some("--stdin-filename needs `-` as the only path"),
            None if self.paths.iter().any(is_stdin) => {
                Some("`-` needs --stdin-filename FILE, so that its module is known")
            }
            None => None,
        }
    }

    /// What the answer depends on besides the project.
    fn question(&self, output: &Output, problems: &[Problem]) -> String {
        let form = (self.output_format, self.show_blocked, self.statistics);
        format!("{form:?} {:?} {problems:?}", output.style)
    }

    fn input(&self) -> Input {
        match &self.stdin_filename {
            Some(name) => Input::Stdin(name.clone()),
            None => Input::Paths(self.paths.clone()),
        }
    }

    /// Runs it: exit status 1 where something is found.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        if let Some(plan) = &self.plan.plan {
            return self.plan.run(plan, context, output);
        }
        match self.input() {
            Input::Paths(paths) if self.watch => watch(context, &paths, self, output),
            input => run(context, input, self, output),
        }
    }
}

/// Does it again whenever a file changes, until it is stopped.
fn watch(context: &Context, paths: &[PathBuf], form: &CheckArgs, output: &Output) -> Result<Status, Failure> {
    let mut state = watch::state(context, paths);
    loop {
        if let Err(failure) = run(context, Input::Paths(paths.to_vec()), form, output) {
            output.error(&failure.words());
        }
        output.say("Watching for changes; Ctrl-C ends it.");
        state = watch::changed(context, paths, &state);
    }
}

fn run(context: &Context, input: Input, form: &CheckArgs, output: &Output) -> Result<Status, Failure> {
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
        all_reasons: form.show_blocked || form.output_format == OutputFormat::Json,
        overlays: &overlays,
        use_cache: context.use_cache,
        ..Request::of(settings, paths)
    });
    let requests: Vec<Request> = requests.collect();
    let prepared: Vec<Prepared> = requests.iter().map(pipeline::prepare).collect::<Result<_, _>>()?;
    let question = Question::new(&prepared, &form.question(output, &problems));
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
    let analysis = question.analyse(form.output_format == OutputFormat::Sarif, |analysis, fixes| {
        printed = Printed::new(analysis, fixes, &problems, &overlays, form, &sources, output);
        let forbidden = requests.iter().find_map(|request| inline::forbidden(request.settings));
        printed.note = inline::note(forbidden.as_ref(), &analysis.results);
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
    note: Option<String>,
    summary: String,
    is_clean: bool,
}

impl Printed {
    fn new(
        analysis: &Analysis,
        fixes: &Fixes,
        of_configurations: &[Problem],
        overlays: &[Overlay],
        form: &CheckArgs,
        sources: &Sources<'_>,
        output: &Output,
    ) -> Self {
        let mut results = Cow::Borrowed(&analysis.results);
        if !of_configurations.is_empty() {
            results.to_mut().problems.extend(of_configurations.iter().cloned());
        }
        let (results, show_blocked) = (&*results, form.show_blocked);
        Printed {
            data: match form.output_format {
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
            note: None,
            summary: summary::check(results, show_blocked),
            is_clean: results.findings.is_empty(),
        }
    }

    fn print(&self, output: &Output) -> Status {
        let status = output.data(&self.data).max(output.problems(&self.problems));
        if let Some(note) = &self.note {
            output.say(note);
        }
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

#[cfg(test)]
mod tests {
    use clap::{Args, FromArgMatches};

    use super::*;

    fn read(line: &str) -> CheckArgs {
        let command = CheckArgs::augment_args(clap::Command::new("check"));
        let matches = command.try_get_matches_from(line.split(' ')).expect(line);
        CheckArgs::from_arg_matches(&matches).expect(line)
    }

    #[test]
    fn it_looks_at_this_folder() {
        let form = read("check");
        assert!(matches!(form.input(), Input::Paths(paths) if paths == [PathBuf::from(".")]));
        assert_eq!(form.output_format, OutputFormat::Full);
        assert!(!form.show_blocked && !form.statistics && !form.watch);
    }

    #[test]
    fn standard_input_has_a_name() {
        let form = read("check - --stdin-filename app/x.py");
        assert!(matches!(form.input(), Input::Stdin(name) if name == Path::new("app/x.py")));
    }
}
