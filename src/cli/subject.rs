//! What `plan`, `why` and `check --plan` look at: saved profiles, or commands that are run for them.
use std::ffi::OsString;
use std::time::Duration;

use super::args::SubjectArgs;
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use crate::config::Settings;
use crate::pipeline::{self, Profiling};
use crate::profile::{self, Bytecode, Profile};

/// A command or profile that counts, and how much.
pub(super) struct Run {
    /// What was seen of it.
    pub profile: Profile,
    /// How much it counts beside the others.
    pub weight: f64,
    /// How to run it again; none for a saved profile whose command was not given.
    pub profiling: Option<Profiling>,
}

/// How long one run may take where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(120);

/// What was asked for: a profile, the command, the entry points of the configuration, or its profile.
pub(super) fn runs(
    context: &Context,
    subject: &SubjectArgs,
    settings: &Settings,
    bytecode: &Bytecode,
    output: &Output,
) -> Result<Vec<Run>, Failure> {
    let nothing_to_run = subject.command.is_empty() && settings.entry_points.is_empty();
    let given = context.overrides.profile.as_ref();
    let saved = given.or(settings.profile.as_ref().filter(|_| nothing_to_run));
    if let Some(path) = saved {
        let profile = profile::load(path)?;
        pipeline::belongs(settings, &profile).map_err(|error| Failure::content(path, error))?;
        return Ok(vec![Run {
            profile,
            weight: 1.0,
            profiling: (!subject.command.is_empty()).then(|| profiling(subject.command.clone(), subject)),
        }]);
    }
    let commands = commands(&subject.command, settings)?;
    let measure = |(weight, words): (f64, Vec<OsString>)| -> Result<Run, Failure> {
        let profiling = profiling(words, subject);
        let measured = pipeline::profile(settings, &profiling, bytecode)?;
        measured
            .notes
            .iter()
            .for_each(|note| output.say(&format!("note: {note}")));
        Ok(Run {
            profile: measured.profile,
            weight,
            profiling: Some(profiling),
        })
    };
    commands.into_iter().map(measure).collect()
}

/// The given command, or the entry points of the configuration, each with how much it counts.
pub(super) fn commands<W: Clone + Into<OsString>>(
    given: &[W],
    settings: &Settings,
) -> Result<Vec<(f64, Vec<OsString>)>, Failure> {
    if given.is_empty() {
        return settings.entry_points.iter().map(|entry| words(entry)).collect();
    }
    Ok(vec![(1.0, given.iter().cloned().map(Into::into).collect())])
}

fn profiling(words: Vec<OsString>, subject: &SubjectArgs) -> Profiling {
    Profiling {
        words,
        runs: subject.runs,
        timeout: Duration::from_secs(subject.timeout),
        exit_status: subject.exit_status,
        first_party: None,
        elsewhere: None,
    }
}

/// Runs a command once, to see what it loads.
pub(super) fn once(
    settings: &Settings,
    words: &[OsString],
    exit_status: i32,
    bytecode: &Bytecode,
) -> Result<Profile, Failure> {
    let profiling = Profiling {
        words: words.to_vec(),
        runs: 1,
        timeout: TIMEOUT,
        exit_status,
        first_party: None,
        elsewhere: None,
    };
    Ok(pipeline::profile_once(settings, &profiling, &Vec::new(), bytecode)?)
}

/// An entry point as a weight and a command: `app list`, `3 * app list` (counts three times), `app.cli:main`, `app.cli`,
/// or `lambda: app.handler` (the cold start of a serverless function).
fn words(entry: &str) -> Result<(f64, Vec<OsString>), Failure> {
    let wrong = || Failure::EntryPoint(entry.to_owned());
    let (weight, command) = match entry.split_once(" * ") {
        Some((weight, command)) => (weight.trim().parse().map_err(|_| wrong())?, command),
        None => (1.0, entry),
    };
    let weight = Some(weight).filter(|weight: &f64| weight.is_finite() && *weight > 0.0);
    let words = shlex::split(command)
        .filter(|words| !words.is_empty())
        .ok_or_else(wrong)?;
    let words = match words.as_slice() {
        [word] if word.starts_with("lambda:") => words,
        [word] => match word
            .split_once(':')
            .filter(|(module, name)| is_dotted(module) && is_dotted(name))
        {
            Some((module, name)) => {
                let first = name.split('.').next().unwrap_or_default();
                let code = format!("import sys; from {module} import {first}; sys.exit({name}())");
                vec!["python".to_owned(), "-c".to_owned(), code]
            }
            None if word.contains('.') && is_dotted(word) => vec!["python".to_owned(), "-m".to_owned(), word.clone()],
            None => words,
        },
        _ => words,
    };
    Ok((
        weight.ok_or_else(wrong)?,
        words.into_iter().map(OsString::from).collect(),
    ))
}

/// Whether a text is identifiers with dots between them.
fn is_dotted(text: &str) -> bool {
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|first: char| first.is_ascii_digit())
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    text.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entry: &str) -> Result<(f64, Vec<String>), String> {
        let (weight, words) = words(entry).map_err(|error| error.to_string())?;
        Ok((
            weight,
            words
                .into_iter()
                .map(|word| word.to_string_lossy().into_owned())
                .collect(),
        ))
    }

    #[test]
    fn entry_points_are_commands() {
        let plain = |weight: f64, words: &[&str]| Ok((weight, words.iter().map(|word| (*word).to_owned()).collect()));
        assert_eq!(read("app --help"), plain(1.0, &["app", "--help"]));
        assert_eq!(read("2.5 * app 'a b'"), plain(2.5, &["app", "a b"]));
        assert_eq!(read("app"), plain(1.0, &["app"]));
        assert_eq!(read("app.cli"), plain(1.0, &["python", "-m", "app.cli"]));
        let code = "import sys; from app.cli import main; sys.exit(main.run())";
        assert_eq!(read("app.cli:main.run"), plain(1.0, &["python", "-c", code]));
        assert_eq!(
            read("2 * lambda: app.handler e.json"),
            plain(2.0, &["lambda:", "app.handler", "e.json"])
        );
        assert_eq!(read("lambda:app.handler"), plain(1.0, &["lambda:app.handler"]));
        assert!(read("x * app").is_err() && read("-1 * app").is_err() && read("'").is_err() && read("").is_err());
    }
}
