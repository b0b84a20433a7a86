//! `dormant measure` as a user runs it, on the bundled sample. No test depends on how long anything takes.

use std::path::{Path, PathBuf};

use crate::support::browser::{browser, title};
use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};

/// The sample as it is, and as `dormant fix` leaves it.
struct Trees {
    _folder: tempfile::TempDir,
    before: PathBuf,
    after: PathBuf,
}

fn trees() -> Trees {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    for target in [&before, &after] {
        tree::copy(&testdata().join("sample"), target).expect("the sample can be copied");
    }
    let fixed = run(dormant(&after).arg("fix"));
    assert_eq!(fixed.status, 0, "{}", fixed.all());
    Trees {
        _folder: folder,
        before,
        after,
    }
}

fn measure(python: &Python, folder: &Path, flags: &[&str]) -> Done {
    let mut command = dormant(folder);
    command
        .args(["measure", "--runs", "3", "--runners", "python", "--python"])
        .arg(&python.path)
        .args(flags);
    run(command.args(["--", "harbor", "--help"]))
}

fn number(document: &serde_json::Value, path: &str) -> f64 {
    document
        .pointer(path)
        .and_then(serde_json::Value::as_f64)
        .unwrap_or(-1.0)
}

#[test]
fn before_and_after_stand_side_by_side() {
    let Some(python) = python() else {
        return skip("measure", "no Python");
    };
    let trees = trees();
    let untouched = tree::read(&trees.before);
    let done = measure(
        python,
        &trees.after,
        &["--before", "../before", "--after", ".", "--output-format", "json"],
    );
    assert_eq!(done.status, 0, "{}", done.all());
    let document: serde_json::Value = serde_json::from_str(&done.stdout).expect("one object");
    let (before, after) = (
        number(&document, "/modules/before"),
        number(&document, "/modules/after"),
    );
    assert!(before > after && after > 30.0, "{before} modules, {after} after");
    for side in ["before", "after"] {
        let runs = document
            .pointer(&format!("/rows/0/sides/{side}/all-cpu-ms"))
            .and_then(|runs| runs.as_array());
        assert_eq!(runs.map(Vec::len), Some(3), "{side}");
        assert!(number(&document, &format!("/rows/0/sides/{side}/cpu-ms/median")) > 0.0);
    }
    // The interpreter is smaller than this process, which Linux would count as its peak.
    let peak = number(&document, "/baselines/0/sides/after/peak-bytes") / f64::from(1 << 20);
    assert!(!cfg!(target_os = "linux") || (5.0..30.0).contains(&peak), "{peak} MiB");
    let text = document.to_string();
    assert!(!text.contains("is imported from"), "{text}");
    assert_eq!(
        tree::read(&trees.before),
        untouched,
        "measuring writes nothing into the project"
    );
}

/// What is on the page, seen from a script that the page itself has not.
const LOOK: &str = r##"<script>
const all = (what) => [...document.querySelectorAll(what)];
const seen = [];
try {
  seen.push("dots " + all("svg circle").length);
  const plot = document.querySelector("svg").getBoundingClientRect();
  seen.push("plot " + (plot.width > 400 && plot.height > 60));
  const inside = (box) => box.left >= plot.left - 1 && box.right <= plot.right + 1 && box.bottom <= plot.bottom + 1;
  const texts = all("svg text").map((text) => text.getBoundingClientRect());
  seen.push("inside " + [...texts, ...all("svg circle").map((dot) => dot.getBoundingClientRect())].every(inside));
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  seen.push("apart " + texts.every((a, i) => texts.every((b, j) => i === j || !meet(a, b))));
  const colour = (what) => getComputedStyle(document.querySelector(what)).color;
  seen.push("coloured " + (new Set([colour("svg .before"), colour("svg .after"), colour("body")]).size === 3));
  seen.push("fits " + (document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  seen.push("tables " + all("table").length);
} catch (error) { seen.push("error " + error); }
document.title = "seen: " + seen.join("; ");
</script></body>"##;

#[test]
fn the_page_is_drawn_in_a_browser() {
    const TEST: &str = "the_page_is_drawn_in_a_browser";
    let Some(python) = python() else {
        return skip(TEST, "no Python");
    };
    let Some(browser) = browser() else {
        return skip(TEST, "no Chromium; DORMANT_TEST_BROWSER names one");
    };
    let trees = trees();
    let flags = ["--before", "../before", "--after", ".", "--output-format", "html"];
    let done = measure(python, &trees.after, &flags);
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(
        !done.stdout.contains("<script") && !done.stdout.contains("http"),
        "{}",
        done.stdout
    );
    let path = trees.after.join("page.html");
    std::fs::write(&path, done.stdout.replace("</body>", LOOK)).expect("the page");
    assert_eq!(
        title(&browser, &path, &trees.after.join("browser"), &[]),
        "seen: dots 6; plot true; inside true; apart true; coloured true; fits true; tables 3"
    );
}

#[test]
fn gates_decide_about_the_status() {
    let Some(python) = python() else {
        return skip("measure", "no Python");
    };
    let trees = trees();
    let at = |flags: &[&str]| measure(python, &trees.after, &[&["--after", "."], flags].concat());
    let kept = at(&["--max-modules", "100000", "--budget-ms", "1000000"]);
    assert_eq!(kept.status, 0, "{}", kept.all());
    let failed = at(&["--max-modules", "10"]);
    assert_eq!(failed.status, 1, "{}", failed.all());
    assert!(
        failed.stderr.contains("--max-modules failed") && failed.stdout.contains("FAILED"),
        "{}",
        failed.all()
    );
    let lines: Vec<&str> = failed.stdout.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(lines.is_empty(), "{lines:?}");
}

#[test]
fn a_saved_measurement_is_a_baseline() {
    let Some(python) = python() else {
        return skip("measure", "no Python");
    };
    let trees = trees();
    let saved = measure(python, &trees.after, &["--after", ".", "--output-format", "json"]);
    std::fs::write(trees.after.join("baseline.json"), &saved.stdout).expect("it can be written");
    let flags = [
        "--after",
        ".",
        "--baseline",
        "baseline.json",
        "--max-regression",
        "100000",
    ];
    let done = measure(python, &trees.after, &flags);
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(done.stdout.contains("of the baseline"), "{}", done.all());
    std::fs::write(trees.after.join("baseline.json"), "[]").expect("it can be written");
    let done = measure(python, &trees.after, &flags);
    assert_eq!(done.status, 2, "{}", done.all());
    assert!(done.stderr.contains("no measurement saved"), "{}", done.all());
}

#[test]
fn what_cannot_be_measured_is_said() {
    let Some(python) = python() else {
        return skip("measure", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let in_vain = |words: &[&str]| {
        let mut command = dormant(folder.path());
        command
            .args(["measure", "--runs", "1", "--python"])
            .arg(&python.path)
            .arg("--")
            .args(words);
        run(&mut command)
    };
    let unknown = in_vain(&["no-such-command"]);
    assert_eq!(unknown.status, 2, "{}", unknown.all());
    assert!(unknown.stderr.contains("no console script"), "{}", unknown.all());
    let failing = in_vain(&["python", "-c", "import sys; sys.exit('oh no')"]);
    assert_eq!(failing.status, 2, "{}", failing.all());
    assert!(failing.stdout.contains("oh no"), "{}", failing.all());
}
