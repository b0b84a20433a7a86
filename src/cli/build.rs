//! `dormant build`: compiles a program with Nuitka, runs it, and reports.
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::TextFormat;
use super::context::Context;
use super::failure::Failure;
use super::measure::STATUSES;
use super::output::Output;
use super::status::Status;
use crate::measure::compilation::{Launcher, Mode};
use crate::measure::nuitka::{BuildError, BuildOrder, Hooks, analyze, build, hooks};
use crate::measure::worth::Layer;
use crate::report::measure::{build as report, caches};
use crate::report::versioned;
use crate::{config, pipeline};

/// Where the caches are, below the project.
const CACHES: &str = ".dormant-build";

const EXAMPLES: &str = "\
Examples:
  dormant build main.py                    a folder with a program, in dist/
  dormant build harbor.cli:main            the function behind a console script
  dormant build harbor -- fleet list       and run this to see that it works
  dormant build --mode onefile --output-dir out main.py
  dormant build --analyze-cache main.py    build nothing: the key and the caches
  dormant build --pyinstaller-hooks hooks harbor
                                           for PyInstaller: what it would not see

Dependencies are kept as bytecode unless --dependencies c: they start as fast,
and a cold build takes a fraction of the time. The result is always run, with
--help unless told otherwise: what builds need not start.

Exit status:
  0  built, and the program runs
  1  built, and the program does not run as it should
  2  an error: bad arguments, a tool is missing, Nuitka fails";

/// Compile a program with Nuitka through every cache, run it, and report.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES, after_long_help = EXAMPLES)]
pub(super) struct BuildArgs {
    /// A script, a console script of the project, or `module:function`
    #[arg(value_name = "ENTRY")]
    entry: String,
    /// The arguments to run the result with [default: --help]
    #[arg(value_name = "ARGS", last = true)]
    trial: Vec<String>,
    /// The source tree
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    project: PathBuf,
    /// What to make: a folder, one file, or an extension module
    #[arg(long, value_name = "MODE", value_enum, default_value_t)]
    mode: Mode,
    /// How dependencies are kept: as bytecode, or compiled
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    dependencies: Dependencies,
    /// The interpreter with Nuitka and the dependencies
    #[arg(long, value_name = "FILE")]
    python: Option<PathBuf>,
    /// How many C compilers to run at a time at most
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How much memory the build may take, such as 2G or 800M [default: what is free]
    ///
    /// As many C compilers run as fit; where one alone does not, Nuitka takes as little as it can.
    #[arg(long, value_name = "LIMIT", value_parser = bytes)]
    memory: Option<u64>,
    /// Optimise while linking: slower builds, and the cache misses everything once
    #[arg(long)]
    lto: bool,
    /// The cache layers to use
    ///
    /// With commas between them: nuitka (what it keeps of modules), precompiled (dependencies as extension modules), ccache (C
    /// objects), wheels (what pip and uv keep); or none.
    #[arg(long, value_name = "LAYERS", value_delimiter = ',', default_value = "nuitka,ccache,wheels", value_parser = layer)]
    cache: Vec<Option<Layer>>,
    /// Dependencies to compile beforehand, where that layer is used
    #[arg(long, value_name = "PACKAGES", value_delimiter = ',')]
    precompile: Vec<String>,
    /// Share C objects with other machines: a URL as ccache takes it, such as redis://cache, or a folder
    #[arg(long, value_name = "URL")]
    remote_cache: Option<String>,
    /// Hand C files to other hosts to compile
    #[arg(long, value_name = "PROGRAM", value_enum)]
    launcher: Option<Launcher>,
    /// Where the caches are [default: .dormant-build in the project]
    #[arg(long, value_name = "FOLDER")]
    cache_dir: Option<PathBuf>,
    /// Where the result goes; replaced once the new one is complete
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    output_dir: PathBuf,
    /// More modules that are named only at run time
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    include_module: Vec<String>,
    /// More options for Nuitka, as they are
    #[arg(long, value_name = "OPTION", allow_hyphen_values = true)]
    nuitka_option: Vec<String>,
    /// Build nothing: write hooks for PyInstaller into this folder, and say how to freeze the program with them
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["analyze_cache", "json"])]
    pyinstaller_hooks: Option<PathBuf>,
    /// Build nothing: say what the key is made of, what changed, and what each cache holds
    #[arg(long)]
    analyze_cache: bool,
    /// How to print what was done or found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: TextFormat,
    /// The same as `--output-format json`
    #[arg(long, hide = true)]
    json: bool,
}

/// How dependencies are kept in a compiled program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Dependencies {
    /// As bytecode
    #[default]
    Bytecode,
    /// Compiled to C, as the project's own code is
    C,
}

/// A layer by its name; `none` is none.
fn layer(text: &str) -> Result<Option<Layer>, String> {
    let name = text.trim();
    if name == "none" {
        return Ok(None);
    }
    let found = Layer::ALL.into_iter().find(|layer| layer.name() == name);
    found
        .map(Some)
        .ok_or_else(|| format!("expected one of {}, none", Layer::ALL.map(Layer::name).join(", ")))
}

/// Bytes, with a unit of 1,024 or a power of it: 2G, 800M, 1.5GiB.
fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text[digits.len()..].to_ascii_lowercase();
    let power = match unit.trim_end_matches('b').trim_end_matches('i') {
        "" => Some(0),
        "k" => Some(10),
        "m" => Some(20),
        "g" => Some(30),
        "t" => Some(40),
        _ => None,
    };
    let number: Option<f64> = digits.trim().parse().ok().filter(|number: &f64| *number > 0.0);
    match (number, power) {
        (Some(number), Some(power)) => Ok((number * (1_u64 << power) as f64) as u64),
        _ => Err("expected a size, such as 2G or 800M".to_owned()),
    }
}

impl BuildArgs {
    fn for_programs(&self) -> bool {
        self.json || self.output_format == TextFormat::Json
    }

    /// Runs it: exit status 1 where what was built does not run as it should.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        Ok(done(&order(context, self)?, self, output)?)
    }
}

fn done(order: &BuildOrder, form: &BuildArgs, output: &Output) -> Result<Status, BuildError> {
    if form.analyze_cache {
        let found = analyze(order)?;
        let text = if form.for_programs() {
            versioned::render(&found)
        } else {
            caches::render(&found, output.style)
        };
        return Ok(output.data(&text));
    }
    if let Some(folder) = &form.pyinstaller_hooks {
        return Ok(output.data(&frozen(&hooks(order, folder)?)));
    }
    let progress = output.progress("compiling with Nuitka");
    let built = build(order, &mut |what| {
        output.detail(what);
        progress.tell(what);
    })?;
    drop(progress);
    let text = if form.for_programs() {
        versioned::render(&built)
    } else {
        report::render(&built, output.style)
    };
    let status = output.data(&text);
    let is_right = built.trial.as_ref().is_none_or(|trial| trial.is_right);
    Ok(if is_right { status } else { status.max(Status::Findings) })
}

/// What was written for PyInstaller, and how to run it.
fn frozen(written: &Hooks) -> String {
    let line = |hook: &PathBuf| format!("{}: {} named\n", hook.display(), written.named);
    let hooks = written.hooks.iter().map(line);
    hooks.chain([format!("{}\n", written.command.join(" "))]).collect()
}

fn order(context: &Context, form: &BuildArgs) -> Result<BuildOrder, Failure> {
    let settings = context.settings(std::slice::from_ref(&form.project))?;
    let rules = pipeline::known(&settings).map_err(|problem| Failure::content(&problem.path, problem.message))?;
    let tree = super::measure::tree(&form.project)?;
    let absolute = |path: &Path| std::path::absolute(path).map_err(Failure::file(path));
    let cache_dir = form
        .cache_dir
        .as_deref()
        .map_or_else(|| Ok(tree.folder.join(CACHES)), absolute)?;
    let python = form
        .python
        .clone()
        .or(settings.python)
        .unwrap_or_else(|| environment(&tree.folder));
    let trial = if form.trial.is_empty() {
        vec!["--help".to_owned()]
    } else {
        form.trial.clone()
    };
    Ok(BuildOrder {
        entry: form.entry.clone(),
        trial,
        scripts: config::scripts(&tree.folder),
        tree,
        mode: form.mode,
        bytecode_dependencies: form.dependencies == Dependencies::Bytecode,
        python,
        jobs: form.jobs,
        memory: form.memory,
        lto: form.lto,
        layers: form.cache.iter().flatten().copied().collect(),
        precompile: form.precompile.clone(),
        remote_cache: form.remote_cache.clone(),
        launcher: form.launcher,
        cache_dir,
        output_dir: absolute(&form.output_dir)?,
        include: form.include_module.clone(),
        options: form.nuitka_option.clone(),
        rules,
    })
}

/// The interpreter of the project's or the active virtual environment; `python3` of the path without.
fn environment(project: &Path) -> PathBuf {
    let active = std::env::var_os("VIRTUAL_ENV")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from);
    let candidates = active.into_iter().chain([project.join(".venv"), project.join("venv")]);
    let names = ["bin/python", "Scripts/python.exe"];
    candidates
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|python| python.is_file())
        .unwrap_or_else(|| "python3".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes("2G"), Ok(2 << 30));
        assert_eq!(bytes("800M"), Ok(800 << 20));
        assert_eq!(bytes("1.5GiB"), Ok(3 << 29));
        assert_eq!(bytes("512 kb"), Ok(512 << 10));
        assert_eq!(bytes("1"), Ok(1));
        for wrong in ["", "G", "-1G", "0", "2X", "2GG"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}
