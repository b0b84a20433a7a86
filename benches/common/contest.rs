//! The contest: who runs, on which trees, and the table.
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cost::{self, Spread};
use super::parse_only;

/// The word by which the benchmark starts itself again to run one command and print its peak memory.
pub const PEAK: &str = "--peak";

const ROUNDS: usize = 5;

struct Contestant {
    name: String,
    command: Vec<String>,
    /// The folder of what dormant keeps, from which answers are taken before each run.
    forgets_answers_in: Option<PathBuf>,
    /// The same folder, where it is used.
    cache: Option<PathBuf>,
}

/// A small program that is judged within a moment: what is left is the start of the process.
const TINY: &str = "import json\n\nimport numpy as np\n\n\ndef main():\n    print(json.dumps(np.zeros(3).tolist()))\n";

/// Runs everything and prints one table for each tree.
pub fn run() -> io::Result<()> {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-venv");
    let ruff = ruff(&venv);
    if ruff.is_none() {
        eprintln!("ruff cannot be installed here: it is left out");
    }
    for tree in trees() {
        let contestants = contestants(&tree, ruff.as_deref())?;
        table(&tree, &contestants)?;
    }
    Ok(())
}

fn trees() -> Vec<PathBuf> {
    let tiny = target().join("bench-tiny");
    let made = std::fs::create_dir_all(&tiny).and_then(|()| std::fs::write(tiny.join("app.py"), TINY));
    let code = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    let stdlib = Command::new("python3").args(["-c", code]).output().ok();
    let stdlib = stdlib.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let given = std::env::var_os("DORMANT_BENCH_TREE").unwrap_or_default();
    let trees = made.ok().map(|()| tiny).into_iter().chain(stdlib);
    let trees = trees.chain(std::env::split_paths(&given));
    trees.filter(|tree| tree.is_dir()).collect()
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target")
}

/// The first file of a tree that is no mere marker.
fn one_file(tree: &Path) -> Option<PathBuf> {
    let mut folders = vec![tree.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
            .ok()?
            .flatten()
            .map(|one| one.path())
            .collect();
        entries.sort();
        let is_file = |path: &&PathBuf| {
            let is_python = path.extension().is_some_and(|extension| extension == "py");
            is_python && path.metadata().is_ok_and(|metadata| metadata.len() > 500)
        };
        if let Some(file) = entries.iter().find(is_file) {
            return Some(file.clone());
        }
        folders.extend(entries.into_iter().rev().filter(|path| path.is_dir()));
    }
    None
}

fn contestants(tree: &Path, ruff: Option<&Path>) -> io::Result<Vec<Contestant>> {
    let myself = std::env::current_exe()?.to_string_lossy().into_owned();
    let file = one_file(tree)
        .unwrap_or_else(|| tree.to_owned())
        .to_string_lossy()
        .into_owned();
    let tree = tree.to_string_lossy().into_owned();
    let dormant = env!("CARGO_BIN_EXE_dormant");
    let cache = target().join("bench-cache");
    let one = |name: &str, command: &[&str]| Contestant {
        name: name.to_string(),
        command: command.iter().map(|part| (*part).to_string()).collect(),
        forgets_answers_in: None,
        cache: Some(cache.clone()),
    };
    let check = [dormant, "check", "--quiet"];
    let mut all = vec![
        one("read and parse, no more", &[&myself, parse_only::WORD, &tree]),
        one("dormant check, cold", &[&check[..], &["--no-cache", &tree]].concat()),
        Contestant {
            forgets_answers_in: Some(cache.clone()),
            ..one("dormant check, packages known", &[&check[..], &[&tree]].concat())
        },
        one("dormant check, warm", &[&check[..], &[&tree]].concat()),
        // What a commit costs that changes this file: no former answer holds any more.
        Contestant {
            forgets_answers_in: Some(cache.clone()),
            ..one("dormant check, one file changed", &[&check[..], &[&file]].concat())
        },
        one("dormant check, one file, warm", &[&check[..], &[&file]].concat()),
    ];
    if let Some(ruff) = ruff {
        let banned = "lint.flake8-tidy-imports.banned-module-level-imports=[\"numpy\",\"torch\",\"boto3\",\"ssl\"]";
        let ruff = ruff.to_string_lossy();
        let select = [
            "check",
            "--isolated",
            "--quiet",
            "--select",
            "TID253",
            "--config",
            banned,
        ];
        let command = [&[&*ruff][..], &select, &["--no-cache", &tree]].concat();
        all.push(one("ruff check, TID253, no cache", &command));
        let kept = target().join("bench-ruff").to_string_lossy().into_owned();
        let command = [&[&*ruff][..], &select, &["--cache-dir", &kept, &tree]].concat();
        all.push(one("ruff check, TID253", &command));
    }
    Ok(all)
}

/// The ruff in `venv`, installed there first if needed.
fn ruff(venv: &Path) -> Option<PathBuf> {
    let ruff = venv.join("bin/ruff");
    let quiet = |command: &mut Command| {
        let done = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        done.is_ok_and(|status| status.success())
    };
    if !ruff.exists() {
        quiet(Command::new("python3").args(["-m", "venv"]).arg(venv));
        quiet(Command::new(venv.join("bin/python")).args(["-m", "pip", "install", "--quiet", "ruff"]));
    }
    ruff.exists().then_some(ruff)
}

fn table(tree: &Path, contestants: &[Contestant]) -> io::Result<()> {
    for contestant in contestants {
        start(contestant)?; // Fills the caches of the file system, and dormant's own.
    }
    let mut times = vec![Vec::new(); contestants.len()];
    for at in cost::interleaved(contestants.len(), ROUNDS) {
        times[at].push(start(&contestants[at])?);
    }
    let spreads: Vec<Spread> = times.iter().map(|values| Spread::of(values)).collect();
    // Ratios are those to ruff without its cache, where there is one.
    let is_floor = |contestant: &Contestant| contestant.name.starts_with("ruff");
    let floor = contestants.iter().position(is_floor).unwrap_or(0);
    let floor = spreads.get(floor).map_or(1.0, |spread| spread.median).max(0.001);
    println!("\n{}: {}", tree.display(), size(&contestants[0])?);
    println!(
        "{:<30}{:>12}{:>16}{:>9}{:>12}",
        "", "CPU, median", "middle half", "ratio", "peak memory"
    );
    for (contestant, spread) in contestants.iter().zip(&spreads) {
        println!(
            "{:<30}{:>9.0} ms{:>16}{:>9.2}{:>9.0} MB",
            contestant.name,
            spread.median,
            format!("{:.0} to {:.0}", spread.low, spread.high),
            spread.median / floor,
            peak_mb(contestant)?
        );
    }
    Ok(())
}

/// One run: its processor time in milliseconds. Findings (exit status 1) are no failure; anything else is.
fn start(contestant: &Contestant) -> io::Result<f64> {
    if let Some(folder) = &contestant.forgets_answers_in {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with("answer-") {
                std::fs::remove_file(entry.path())?;
            }
        }
    }
    let mut command = command(&contestant.command)?;
    command.envs(contestant.cache.iter().map(|folder| ("DORMANT_CACHE_DIR", folder)));
    let (output, cpu) = cost::run(&mut command)?;
    match output.status.code() {
        Some(0 | 1) => Ok(cpu),
        // A tree may hold files that are broken on purpose: both tools report those with status 2 or 1.
        Some(2) if output.stdout.len() + output.stderr.len() > 0 => Ok(cpu),
        _ => Err(io::Error::other(format!("{}: {}", contestant.name, output.status))),
    }
}

fn size(floor: &Contestant) -> io::Result<String> {
    let (output, _) = cost::run(&mut command(&floor.command)?)?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.split_whitespace().map(|part| part.parse::<f64>().unwrap_or(0.0));
    Ok(format!(
        "{} files, {:.1} MB",
        numbers.next().unwrap_or(0.0),
        numbers.next().unwrap_or(0.0) / 1e6
    ))
}

/// The peak memory of one run in megabytes, seen by a process that has no other child.
fn peak_mb(contestant: &Contestant) -> io::Result<f64> {
    let output = Command::new(std::env::current_exe()?)
        .arg(PEAK)
        .args(&contestant.command)
        .envs(contestant.cache.iter().map(|folder| ("DORMANT_CACHE_DIR", folder)))
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(0.0))
}

/// Runs one command and prints its peak memory in megabytes.
pub fn print_peak(parts: &[String]) -> io::Result<()> {
    command(parts)?
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    // Linux counts in kibibytes.
    println!("{:.1}", cost::children()?.max_rss() as f64 * 1024.0 / 1e6);
    Ok(())
}

fn command(parts: &[String]) -> io::Result<Command> {
    let (program, arguments) = parts.split_first().ok_or_else(|| io::Error::other("no command"))?;
    let mut command = Command::new(program);
    command.args(arguments);
    Ok(command)
}
