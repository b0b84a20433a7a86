//! Running the project's own tests.
//!
//! A plugin that pytest finds by an environment variable writes the outcomes by node id, so the command may be anything that
//! runs pytest in the end; of other commands the lines of `unittest -v` are read, and the exit status.
use super::loaded::Watch;
use super::run::{Place, Unable};
use super::suite::{Outcomes, count, of_unittest};
use super::workspace::Workspace;

const PLUGIN: &str = include_str!("outcomes.py");

/// Runs the tests in a fresh copy; only those with the given node ids, where some are given. Something may look at them.
pub(super) fn run(
    place: &Place,
    workspace: &mut Workspace<'_>,
    line: &str,
    only: Option<&[String]>,
    watch: Option<&Watch>,
) -> Result<Outcomes, Unable> {
    workspace.renew()?;
    let plugins = workspace.beside().join("plugin");
    std::fs::create_dir_all(&plugins)?;
    std::fs::write(plugins.join("dormant_outcomes.py"), PLUGIN)?;
    let found = workspace.beside().join("outcomes.json");
    let _ = std::fs::remove_file(&found);
    let tree = workspace.tree();
    let mut with_plugin = watch.map_or_else(|| place.clone(), |watch| watch.place(place));
    with_plugin.path.push(plugins);
    let options = std::env::var("PYTEST_ADDOPTS").unwrap_or_default();
    let mut job = with_plugin
        .run_line(line, &tree)
        .env(
            "PYTEST_ADDOPTS",
            format!("{options} -p dormant_outcomes").trim().to_owned(),
        )
        .env("DORMANT_OUTCOMES", &found);
    if let Some(watch) = watch {
        job = watch.watched(job, &tree);
    }
    if let Some(only) = only {
        let list = workspace.beside().join("only");
        std::fs::write(&list, only.join("\n"))?;
        job = job.env("DORMANT_ONLY", list);
    }
    let done = job.run()?;
    let printed = format!("{}\n{}", done.stdout.text(), done.stderr.text());
    let listed = std::fs::read_to_string(&found).ok();
    let tests = match &listed {
        Some(text) => serde_json::from_str(text)
            .map_err(|error| Unable::Other(format!("the outcomes of the tests make no sense: {error}")))?,
        None => of_unittest(&printed),
    };
    let last: Vec<&str> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
    Ok(Outcomes {
        tests,
        ending: done.ending,
        is_success: done.ending.is_success(),
        is_listed: listed.is_some(),
        count: count(&printed),
        tail: last[last.len().saturating_sub(1)..].join(" / "),
    })
}
