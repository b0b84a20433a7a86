//! What `init` sees of a project.
use super::text;
use crate::support::python::python;
use crate::support::run::run;
use crate::support::{dormant, skip, tree};

/// What `init` takes for the program is what `check` reports on: what builds it, tests and documentation are neither's.
#[test]
fn init_and_check_look_at_the_same_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let loads = "import docker\n\n\ndef run():\n    return docker.from_env()\n";
    let reported = ["app.py", "scripts/gen.py"];
    let others = [
        "docs/conf.py",
        "noxfile.py",
        "setup.py",
        "unit_test/kit.py",
        "unit_test/test_a.py",
        "vendor/kit.py",
    ];
    let all: Vec<(&str, &str)> = reported.iter().chain(&others).map(|name| (*name, loads)).collect();
    tree::write(folder.path(), &all).expect("the project can be written");
    let at_first = run(dormant(folder.path()).args(["check", "--output-format", "concise"]));
    run(dormant(folder.path()).args(["init", "--no-run"]));
    let written = text(folder.path(), "dormant.toml");
    assert!(written.contains("\nheavy = [\"docker\"]\n"), "{written}");
    assert!(written.contains("\ntests = [\"unit_test\"]\n"), "{written}");
    let done = run(dormant(folder.path()).args(["check", "--output-format", "concise"]));
    for found in [&at_first, &done] {
        assert_eq!(found.stdout.matches("import docker").count(), 2, "{}", found.stdout);
        assert!(
            reported.iter().all(|name| found.stdout.contains(name)),
            "{}",
            found.stdout
        );
    }
    for name in reported {
        std::fs::remove_file(folder.path().join(name)).expect("it is there");
    }
    std::fs::remove_file(folder.path().join("dormant.toml")).expect("it is there");
    run(dormant(folder.path()).args(["init", "--no-run"]));
    let written = text(folder.path(), "dormant.toml");
    assert!(written.starts_with("# Nothing that is known to be heavy"), "{written}");
    // Asked for by name it is edited.
    assert_eq!(run(dormant(folder.path()).args(["check", "noxfile.py"])).status, 1);
}

/// What the rules do not know, one run shows.
#[test]
fn what_is_seen_to_be_slow_and_imported_is_heavy() {
    let test = "what_is_seen_to_be_slow_and_imported_is_heavy";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let slow = "import time\n\nend = time.process_time() + 0.05\nwhile time.process_time() < end:\n    pass\n";
    let files = [
        ("own/pyproject.toml", "[project]\nname = \"app\"\n"),
        ("own/src/app/__init__.py", "from app import work\n"),
        (
            "own/src/app/work.py",
            "import ballast\n\n\ndef run():\n    return ballast.end\n",
        ),
        ("site/ballast/__init__.py", slow),
    ];
    tree::write(folder.path(), &files).expect("the project can be written");
    let own = folder.path().join("own");
    if python().is_none() {
        return skip(test, "no Python");
    }
    let paths = std::env::join_paths([own.join("src"), folder.path().join("site")]).expect("paths");
    let done = run(dormant(&own).args(["init"]).env("PYTHONPATH", paths));
    let written = text(&own, "pyproject.toml");
    assert!(done.stderr.contains("heaviest: ballast"), "{}", done.stderr);
    assert!(written.contains("\nheavy = [\"ballast\"]\n"), "{written}");
    assert!(written.ends_with("\nlibrary = true\n"), "{written}");
}
