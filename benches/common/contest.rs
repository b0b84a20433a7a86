//! The contest: who runs, on which trees, and the table.
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cost::{self, Spread};
use super::parse_only;
use super::trees::{Tree, done, trees};

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
    /// Whether it looks at one file alone, and so is compared with who does.
    is_of_one_file: bool,
}

/// Runs everything and prints one table for each tree.
pub fn run() -> io::Result<()> {
    let venv = target().join("bench-venv");
    let ruff = ruff(&venv);
    if ruff.is_none() {
        eprintln!("ruff cannot be installed here: it is left out");
    }
    for tree in trees(&venv, &target()) {
        let contestants = contestants(&tree, ruff.as_deref())?;
        table(&tree.folder, &contestants)?;
    }
    Ok(())
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target")
}

fn contestants(tree: &Tree, ruff: Option<&Path>) -> io::Result<Vec<Contestant>> {
    let myself = std::env::current_exe()?.to_string_lossy().into_owned();
    let dormant = env!("CARGO_BIN_EXE_dormant");
    let cache = target().join("bench-cache");
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (folder, file) = (text(&tree.folder), text(&tree.file));
    let one = |name: &str, command: &[&str], path: &str| Contestant {
        name: name.to_string(),
        command: command.iter().chain([&path]).map(|part| (*part).to_string()).collect(),
        forgets_answers_in: None,
        cache: Some(cache.clone()),
        is_of_one_file: path == file,
    };
    let again = |contestant: Contestant| Contestant {
        forgets_answers_in: Some(cache.clone()),
        ..contestant
    };
    let python = tree.python.as_deref().map(text);
    let python: Vec<&str> = python.iter().flat_map(|python| ["--python", python]).collect();
    let check = [&[dormant, "check", "--quiet"][..], &python].concat();
    let cold = [&check[..], &["--no-cache"]].concat();
    let mut all = vec![
        one("read and parse, no more", &[&myself, parse_only::WORD], &folder),
        one("dormant check, cold", &cold, &folder),
        again(one("dormant check, packages known", &check, &folder)),
        one("dormant check, warm", &check, &folder),
        // What a commit costs that changes this file: no former answer holds any more.
        again(one("dormant check, one file changed", &check, &file)),
        one("dormant check, one file, warm", &check, &file),
    ];
    if let Some(ruff) = ruff {
        let banned = "lint.flake8-tidy-imports.banned-module-level-imports=[\"numpy\",\"torch\",\"boto3\",\"ssl\"]";
        let ruff = text(ruff);
        let select = [
            &ruff,
            "check",
            "--isolated",
            "--quiet",
            "--select",
            "TID253",
            "--config",
            banned,
        ];
        let plain = [&select[..], &["--no-cache"]].concat();
        all.push(one("ruff check, TID253, no cache", &plain, &folder));
        all.push(one("ruff check, TID253, one file", &plain, &file));
        let kept = text(&target().join("bench-ruff"));
        let cached = [&select[..], &["--cache-dir", &kept]].concat();
        all.push(one("ruff check, TID253", &cached, &folder));
    }
    Ok(all)
}

/// The ruff in `venv`, installed there first if needed.
fn ruff(venv: &Path) -> Option<PathBuf> {
    let ruff = venv.join("bin/ruff");
    if !ruff.exists() {
        done(Command::new("python3").args(["-m", "venv"]).arg(venv));
        done(Command::new(venv.join("bin/python")).args(["-m", "pip", "install", "--quiet", "ruff"]));
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
    // Ratios are those to ruff without its cache on the same files, where there is one.
    let floor = |of_one_file: bool| {
        let is_floor = |one: &Contestant| one.name.starts_with("ruff") && one.is_of_one_file == of_one_file;
        let floor = contestants.iter().position(is_floor).unwrap_or(0);
        spreads.get(floor).map_or(1.0, |spread| spread.median).max(0.001)
    };
    println!("\n{}: {}", tree.display(), size(&contestants[0])?);
    println!(
        "{:<33}{:>12}{:>16}{:>9}{:>12}",
        "", "CPU, median", "middle half", "ratio", "peak memory"
    );
    for (contestant, spread) in contestants.iter().zip(&spreads) {
        println!(
            "{:<33}{:>9.0} ms{:>16}{:>9.2}{:>9.0} MB",
            contestant.name,
            spread.median,
            format!("{:.0} to {:.0}", spread.low, spread.high),
            spread.median / floor(contestant.is_of_one_file),
            peak_mb(contestant)?
        );
    }
    Ok(())
}

fn forget(contestant: &Contestant) -> io::Result<()> {
    let folder = contestant.forgets_answers_in.iter();
    for entry in folder.flat_map(std::fs::read_dir).flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("answer-") {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// One run: its processor time in milliseconds. Findings (exit status 1) are no failure; anything else is.
fn start(contestant: &Contestant) -> io::Result<f64> {
    forget(contestant)?;
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
    forget(contestant)?;
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
