//! The demonstration, step by step.
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::AS_DORMANT;
use crate::harbor::{self, Harbor, Loaded, Tests};

const ROUNDS: usize = 10;

/// Runs it all; false where a test fails or the help has changed.
pub fn demo() -> io::Result<bool> {
    let python = harbor::python()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = |name: &str| Harbor {
        python: python.clone(),
        folder: root.join("target").join(name),
    };
    let (before, after) = (place("sample-before"), place("sample"));
    for copy in [&before, &after] {
        if copy.folder.exists() {
            fs::remove_dir_all(&copy.folder)?;
        }
        copy_folder(&root.join("testdata/sample"), &copy.folder)?;
    }

    heading(
        "dormant fix --diff src",
        "what it would change in target/sample; nothing is written",
    );
    dormant(&after.folder, &["fix", "--diff", "src"], &[0, 1])?;
    heading("dormant fix src", "the same, written");
    dormant(&after.folder, &["fix", "src"], &[0])?;

    heading(
        "before and after",
        "the program's own tests, and the start-up of `harbor --help`",
    );
    let tests = (before.tests()?, after.tests()?);
    let help = (before.help()?.0, after.help()?.0);
    let cpu = harbor::compare(&before, &after, ROUNDS)?;
    let loaded = (before.loaded()?, after.loaded()?);
    row("", "before", "after", "");
    row("unit tests", &tests.0.summary, &tests.1.summary, "");
    let factor = format!("{:.1} times less", cpu.0.median / cpu.1.median.max(0.001));
    row("CPU time, median", &ms(cpu.0.median), &ms(cpu.1.median), &factor);
    row(
        "middle half of the runs",
        &range(&cpu.0),
        &range(&cpu.1),
        &format!("{} runs each", 2 * ROUNDS),
    );
    row(
        "modules loaded",
        &loaded.0.modules.to_string(),
        &loaded.1.modules.to_string(),
        "",
    );
    row(
        "heavy ones among them",
        &loaded.0.heavy.len().to_string(),
        &loaded.1.heavy.len().to_string(),
        &names(&loaded.1),
    );
    let same = help.0 == help.1;
    println!(
        "\nThe text of --help is {}. The rewritten program is in target/sample.",
        if same { "the same" } else { "NOT the same" }
    );
    Ok(same && all_passed(&tests))
}

fn all_passed(tests: &(Tests, Tests)) -> bool {
    tests.0.passed && tests.1.passed
}

/// The heavy packages that are still loaded, where they fit in the line.
fn names(loaded: &Loaded) -> String {
    if (1..=2).contains(&loaded.heavy.len()) {
        format!("({})", loaded.heavy.join(", "))
    } else {
        String::new()
    }
}

fn ms(value: f64) -> String {
    format!("{value:.0} ms")
}

fn range(spread: &crate::cost::Spread) -> String {
    format!("{:.0} to {:.0} ms", spread.low, spread.high)
}

/// One line of the table, at most 80 columns wide.
fn row(what: &str, before: &str, after: &str, note: &str) {
    println!("{}", format!("{what:<24}{before:>15}{after:>15}  {note}").trim_end());
}

fn heading(command: &str, what: &str) {
    println!("\n== {command}: {what}\n");
}

fn dormant(folder: &Path, arguments: &[&str], expected: &[i32]) -> io::Result<()> {
    let myself = std::env::current_exe()?;
    let status = Command::new(myself)
        .arg(AS_DORMANT)
        .args(arguments)
        .current_dir(folder)
        .status()?;
    match status.code() {
        Some(code) if expected.contains(&code) => Ok(()),
        _ => Err(io::Error::other(format!(
            "dormant {} ended with {status}",
            arguments.join(" ")
        ))),
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name() == "__pycache__" {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
