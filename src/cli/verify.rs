//! `dormant verify`: the program before and after.
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::CheckingArgs;
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::config::Settings;
use crate::pipeline::{self, Against, Verified};
use crate::report::verify as report;
use crate::verdict::counted;
use crate::verify::tree_of;

/// How `verify` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum VerifyFormat {
    /// For people
    #[default]
    Full,
    /// One object, for programs
    Json,
    /// For a pull request
    Markdown,
}

const STATUSES: &str = "\
Exit status:
  0  the same program
  1  something differs
  2  an error: nothing could be compared";

/// Compare the program before and after, and name the edit to blame.
///
/// Imports every module by itself, runs the commands, the tests and the type checker that are given, in a copy of the
/// project. Without --before and --after, what is compared is the project and what `dormant fix` would make of it.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES)]
pub(super) struct VerifyArgs {
    /// The original: a folder, or a commit in git
    #[arg(long, value_name = "TREE|COMMIT")]
    before: Option<String>,
    /// The rewritten tree
    #[arg(long, value_name = "TREE")]
    after: Option<PathBuf>,
    /// Write the rewritten tree without the edits to blame
    #[arg(long)]
    drop: bool,
    /// Compare with what `fix --unsafe` makes
    #[arg(long = "unsafe", conflicts_with_all = ["before", "after"])]
    allow_unsafe: bool,
    /// How to print the verdict
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: VerifyFormat,
    #[command(flatten)]
    checking: CheckingArgs,
}

impl VerifyArgs {
    pub(super) fn context(&self) -> Context {
        self.checking.context()
    }

    /// Runs it: exit status 1 where something differs.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let (verified, target) = verified(context, self, output)?;
        tell(&verified, &target, self, output)
    }
}

/// Compares, and says where the kept edits belong.
fn verified(context: &Context, wish: &VerifyArgs, output: &Output) -> Result<(Verified, PathBuf), Failure> {
    let here = context.settings(&[PathBuf::from(".")])?;
    let folder = |path: &Path| {
        let path = std::path::absolute(path).map_err(Failure::file(path))?;
        if path.is_dir() {
            Ok(path)
        } else {
            Err(Failure::content(&path, "no such folder"))
        }
    };
    // Held until everything is compared.
    let past = tempfile::Builder::new().prefix("dormant-before-").tempdir()?;
    let (settings, against, target) = match (&wish.before, &wish.after) {
        (None, None) => {
            let against = Against::Fix {
                allow_unsafe: wish.allow_unsafe,
            };
            let target = here.root.clone();
            (here, against, target)
        }
        (before, after) => {
            let after = after.as_deref().map_or_else(|| Ok(here.root.clone()), folder)?;
            let before = match before {
                None => here.root.clone(),
                Some(path) if Path::new(path).is_dir() => folder(Path::new(path))?,
                Some(commit) => {
                    let tree = past.path().join(after.file_name().unwrap_or("project".as_ref()));
                    tree_of(&after, commit, &tree).map_err(|source| Failure::Before {
                        commit: commit.clone(),
                        source,
                    })?;
                    tree
                }
            };
            let settings = settings_of(context, &here, &before)?;
            (settings, Against::Tree(after.clone()), after)
        }
    };
    let progress = output.progress("comparing the program before and after");
    let say = |text: &str| {
        output.detail(text);
        progress.tell(text);
    };
    let verified = pipeline::verify_project(&settings, &against, &wish.checking.wanted(), context.use_cache, &say);
    drop(progress);
    Ok((verified?, target))
}

/// The settings of another tree, with the interpreter of this one where that tree names none.
fn settings_of(context: &Context, here: &Settings, tree: &Path) -> Result<Settings, crate::config::ConfigError> {
    let mut settings = context.settings(&[tree.to_owned()])?;
    if settings.python.is_none() {
        settings.python = Some(crate::verify::interpreter(&here.root, here.python.as_deref()));
    }
    settings.root = tree.to_owned();
    Ok(settings)
}

fn tell(verified: &Verified, target: &Path, wish: &VerifyArgs, output: &Output) -> Result<Status, Failure> {
    let Verified {
        verdict,
        edits,
        problems,
        kept,
    } = verified;
    let mut status = output.data(&match wish.output_format {
        VerifyFormat::Full => report::full(verdict, edits, output.style),
        VerifyFormat::Json => report::json(verdict, edits),
        VerifyFormat::Markdown => report::markdown(verdict, edits),
    });
    for note in &verdict.notes {
        output.detail(&format!("note: {}: {}", note.subject.words(), note.text));
    }
    status = status.max(output.problems(problems));
    if !verdict.blamed.is_empty() {
        status = status.max(Status::Findings);
    }
    if wish.drop && verdict.is_proven {
        let (written, failed) = pipeline::write_kept(target, kept, wish.before.is_some() || wish.after.is_some());
        status = status.max(output.problems(&failed));
        match written {
            0 if failed.is_empty() => output.say("Nothing to write."),
            0 => output.say("Nothing was written."),
            written => output.say(&format!("Wrote {}.", counted(written, "file"))),
        }
    } else if wish.drop {
        output.say("Nothing was written: leaving out the edits to blame is not enough.");
    }
    Ok(status)
}
