//! The GitHub Action and the workflows: their steps, run here as far as they can be, and their schemas.
use std::path::Path;
use std::process::Command;

use crate::support::run::{Done, run};
use crate::support::small::{GOOD, Small};
use crate::support::{repository, skip, tools};

/// Runs a script of the action in a project; what it wrote for the next steps is below `out`.
fn script(project: &Small, name: &str, variables: &[(&str, &str)]) -> Done {
    script_in(project, "", name, variables)
}

/// The same in a folder of the project.
fn script_in(project: &Small, folder: &str, name: &str, variables: &[(&str, &str)]) -> Done {
    let out = project.path().join("out");
    std::fs::create_dir_all(&out).expect("a folder");
    let mut command = Command::new("bash");
    command
        .arg(repository().join("action").join(name))
        .current_dir(project.path().join(folder))
        .env("DORMANT", env!("CARGO_BIN_EXE_dormant"))
        .env("DORMANT_PATHS", ".")
        .env("DORMANT_ARGS", "--show-blocked")
        .env("DORMANT_OUTPUT", out.join("results"))
        .env("GITHUB_OUTPUT", out.join("outputs"))
        .env("GITHUB_STEP_SUMMARY", out.join("summary.md"))
        .envs(variables.iter().copied());
    run(&mut command)
}

fn text(project: &Small, name: &str) -> String {
    String::from_utf8_lossy(&project.read(name)).into_owned()
}

#[cfg(unix)]
#[test]
fn findings_are_shown_in_every_form_and_counted() {
    let project = Small::new(&[("kept.py", "import ballast\n\nX = ballast.weigh(2)\n")]);
    let done = script(&project, "check.sh", &[]);
    assert_eq!(done.status, 0, "{done:?}");
    assert!(done.stdout.contains("::warning file=good.py,line=1,col=8"), "{done:?}");
    assert!(done.stdout.contains("::notice file=kept.py"), "{done:?}");
    let outputs = text(&project, "out/outputs");
    assert!(
        outputs.contains("status=1\n") && outputs.contains("findings=1\n"),
        "{outputs}"
    );
    let summary = text(&project, "out/summary.md");
    assert!(summary.contains("| `import ballast` | `good.py:1` |"), "{summary}");
    assert!(text(&project, "out/results/dormant.sarif").contains("\"2.1.0\""));

    assert!(text(&project, "out/results/lines").contains(": kept["));

    let quiet = Small::new(&[("good.py", "X = 1\n")]);
    let done = script(&quiet, "check.sh", &[("DORMANT_ANNOTATIONS", "false")]);
    assert_eq!((done.status, done.stdout.as_str()), (0, ""), "{done:?}");
    assert!(text(&quiet, "out/outputs").contains("findings=0\n"));
    assert!(text(&quiet, "out/outputs").contains("status=0\n"));

    // GitHub counts from the root of the repository.
    let below = Small::new(&[("sub/good.py", GOOD)]);
    let made = run(Command::new("git").arg("init").arg("-q").current_dir(below.path()));
    assert_eq!(made.status, 0, "{made:?}");
    let done = script_in(&below, "sub", "check.sh", &[]);
    assert!(done.stdout.contains("::warning file=sub/good.py,line=1"), "{done:?}");
    assert!(text(&below, "out/results/dormant.sarif").contains("\"uri\": \"sub/good.py\""));

    let broken = Small::new(&[("good.py", "def f(:\n")]);
    assert_eq!(script(&broken, "check.sh", &[]).status, 0);
    assert!(text(&broken, "out/outputs").contains("status=2\n"));
}

#[cfg(unix)]
#[test]
fn a_comment_is_replaced() {
    // Stands in for GitHub's program: it keeps what it is asked, and knows one comment where there is one.
    const GH: &str = "#!/bin/sh\necho \"$@\" >>calls\nfor word; do case $word in body=@*) cp \"${word#body=@}\" posted ;; esac; done\ncase \"$*\" in *--paginate*) cat earlier 2>/dev/null || true ;; esac\n";
    use std::os::unix::fs::PermissionsExt;
    let project = Small::new(&[("bin/gh", GH), ("table.md", "### Nothing\n"), ("good.py", GOOD)]);
    let gh = project.path().join("bin/gh");
    std::fs::set_permissions(&gh, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
    let path = std::env::join_paths(
        [project.path().join("bin")]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    )
    .expect("a path");
    let variables = [
        ("PATH", path.to_str().expect("text")),
        ("GITHUB_REPOSITORY", "o/r"),
        ("DORMANT_PULL_REQUEST", "7"),
        ("DORMANT_MARKDOWN", "table.md"),
    ];
    let done = script(&project, "comment.sh", &variables);
    assert_eq!(done.status, 0, "{done:?}");
    assert!(text(&project, "calls").contains("--method POST repos/o/r/issues/7/comments"));
    assert_eq!(text(&project, "posted"), "<!-- dormant -->\n### Nothing\n");
    project.write("earlier", b"42\n43\n");
    assert_eq!(script(&project, "comment.sh", &variables).status, 0);
    assert!(text(&project, "calls").contains("--method PATCH repos/o/r/issues/comments/42 "));
}

#[test]
fn github_would_take_the_action_and_the_workflows() {
    let bin = match tools::pip(&["check-jsonschema"]) {
        Ok(bin) => bin,
        Err(reason) => return skip("github_would_take_the_action_and_the_workflows", &reason),
    };
    let holds = |schema: &str, file: &Path| {
        let schema = format!("vendor.{schema}");
        let done = run(Command::new(bin.join("check-jsonschema"))
            .args(["--builtin-schema", &schema])
            .arg(file));
        assert_eq!(done.status, 0, "{}: {done:?}", file.display());
    };
    holds("github-actions", &repository().join("action.yml"));
    for workflow in ["check.yml", "release.yml"] {
        let file = repository().join(".github/workflows").join(workflow);
        holds("github-workflows", &file);
    }
    let project = Small::new(&[(
        "pyproject.toml",
        "[project]\nname = \"a\"\nversion = \"0\"\n[project.scripts]\na = \"good:weight\"\n",
    )]);
    let done = project.dormant(&["init", "--repository", "https://git.example/dormant", "--nuitka"]);
    assert_eq!(done.status, 0, "{done:?}");
    holds(
        "github-workflows",
        &project.path().join(".github/workflows/dormant.yml"),
    );
}
