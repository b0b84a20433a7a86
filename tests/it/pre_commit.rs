//! The hooks of `.pre-commit-hooks.yaml`, really run by pre-commit on a small repository.
//!
//! pre-commit would install this repository for `language: python`, as `.ci/pre-commit` has it do; here the built binary stands in
//! for that, and nothing else is changed. pre-commit itself is installed into `target/test-venv`; without it the test says so and
//! does nothing.

use std::path::Path;
use std::process::Command;

use crate::support::run::{Done, run};
use crate::support::small::{GOOD, Small};
use crate::support::{skip, tools};

/// The hooks as a local repository whose entries are the built binary.
fn configuration(hooks: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_dormant");
    let local = hooks
        .replace("language: python", "language: system")
        .replace("language: rust", "language: system")
        .replace("entry: dormant ", &format!("entry: {binary} "));
    let indented: String = local.lines().map(|line| format!("      {line}\n")).collect();
    format!("repos:\n  - repo: local\n    hooks:\n{indented}")
}

#[test]
fn the_hooks_run() {
    let program = match tools::pip(&["pre-commit"]) {
        Ok(bin) => bin.join("pre-commit"),
        Err(reason) => return skip("the_hooks_run", &reason),
    };
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let valid = run(Command::new(&program).arg("validate-manifest").arg(&manifest));
    assert_eq!(valid.status, 0, "{valid:?}");

    let hooks = std::fs::read_to_string(&manifest).expect("the hooks can be read");
    let project = Small::new(&[
        (".pre-commit-config.yaml", &configuration(&hooks)),
        ("other.py", "X = 1\n"),
        ("notes.txt", "import ballast\n"),
    ]);
    let git = |arguments: &[&str]| {
        let done = run(Command::new("git").args(arguments).current_dir(project.path()));
        assert_eq!(done.status, 0, "{done:?}");
    };
    let hook = |id: &str| -> Done {
        let mut command = Command::new(&program);
        command
            .args(["run", "--all-files", "--verbose", "--color", "never", id])
            .current_dir(project.path());
        // Git tells its hooks about the repository by variables; this one is another.
        let inherited = std::env::vars_os()
            .map(|(name, _)| name)
            .filter(|name| name.to_string_lossy().starts_with("GIT_"));
        for name in inherited {
            command.env_remove(name);
        }
        run(command.env("PRE_COMMIT_HOME", project.path().join(".cache")))
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all", "."]);

    let found = hook("dormant");
    assert_eq!(found.status, 1, "{found:?}");
    assert!(found.stdout.contains("good.py:1"), "{found:?}");
    assert!(!found.stdout.contains("other.py:"), "{found:?}");
    assert_eq!(project.read("good.py"), GOOD.as_bytes());

    let fixed = hook("dormant-fix");
    assert!(
        fixed.status == 1 && fixed.stdout.contains("files were modified by this hook"),
        "{fixed:?}"
    );
    assert!(project.good_is_fixed());

    git(&["add", "--all", "."]);
    for id in ["dormant", "dormant-fix"] {
        assert_eq!(hook(id).status, 0, "{id}");
    }
}
