//! `dormant init`: what it writes is valid, only adds to what is there, and is written once.

use std::path::Path;

use crate::support::python::python;
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, tree};

const PYPROJECT: &str =
    "# mine\n[project]\nname = \"app\"\nrequires-python = \">=3.10\"\n[project.scripts]\napp = \"app.cli:main\"\n";
const HOOKS: &str =
    "# ours\nrepos:\n  - repo: local # first\n    hooks:\n      - {id: x, name: x, entry: x, language: system}\n";

fn project(folder: &Path) {
    let files = [
        ("pyproject.toml", PYPROJECT),
        (".pre-commit-config.yaml", HOOKS),
        ("uv.lock", "version = 1\n"),
        ("src/app/__init__.py", ""),
        ("src/app/cli.py", "import docker\nfrom app import cloud\n"),
        ("src/app/cloud.py", "def run():\n    import modal.config\n"),
        ("tests/test_app.py", "import torch\n"),
    ];
    tree::write(folder, &files).expect("the project can be written");
}

fn init(folder: &Path, args: &[&str]) -> (i32, String) {
    let done = told(folder, args);
    (done.status, done.stdout)
}

/// From a repository, as far as nothing else is said.
fn told(folder: &Path, args: &[&str]) -> Done {
    let from = ["init", "--repository", "https://git.example/dormant"];
    run(dormant(folder).args(from).args(args))
}

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("the file is there")
}

#[test]
fn a_project_gets_what_it_lacks_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(folder.path());
    let before = tree::read(folder.path());
    let (status, said) = init(folder.path(), &["--check"]);
    assert_eq!(status, 1);
    assert_eq!(
        said,
        "pyproject.toml: would be added to\n.pre-commit-config.yaml: would be added to\n.github/workflows/dormant.yml: would be written\n"
    );
    assert_eq!(tree::read(folder.path()), before);

    let (status, said) = init(folder.path(), &[]);
    assert_eq!(status, 0);
    assert_eq!(
        said,
        "pyproject.toml: added to\n.pre-commit-config.yaml: added to\n.github/workflows/dormant.yml: written\n"
    );
    let pyproject = text(folder.path(), "pyproject.toml");
    assert!(pyproject.starts_with(PYPROJECT), "{pyproject}");
    let table = "heavy = [\"docker\", \"modal\"]\nsrc = [\"src\"]\ntests = [\"tests\"]\nentry-points = [\"app.cli\"]\n";
    assert!(pyproject.ends_with(table), "{pyproject}");
    assert!(text(folder.path(), ".pre-commit-config.yaml").starts_with(HOOKS));
    let workflow = text(folder.path(), ".github/workflows/dormant.yml");
    assert!(workflow.contains("hashFiles('uv.lock')"), "{workflow}");

    let written = [pyproject, text(folder.path(), ".pre-commit-config.yaml"), workflow];
    let (status, said) = init(folder.path(), &["--check"]);
    assert_eq!((status, said.matches("has it already").count()), (0, 3));
    init(folder.path(), &[]);
    let again = [
        "pyproject.toml",
        ".pre-commit-config.yaml",
        ".github/workflows/dormant.yml",
    ]
    .map(|name| text(folder.path(), name));
    assert_eq!(again, written);
    let settings = run(dormant(folder.path()).arg("settings"));
    assert_eq!(settings.status, 0, "{}", settings.all());
}

#[test]
fn what_cannot_work_is_not_written_and_the_next_steps_are_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(folder.path());
    let done = run(dormant(folder.path()).arg("init"));
    assert_eq!(done.status, 0, "{done:?}");
    assert!(
        done.stdout
            .contains("dormant.yml: left as it is: it has to install dormant"),
        "{done:?}"
    );
    assert!(!folder.path().join(".github").exists());
    for said in [
        "commands: app\n",
        "tests: pytest -q\n",
        "1. dormant profile -- app --help",
        "2. dormant optimize --tests \"pytest -q\" -- app --help",
        "3. pre-commit run dormant",
    ] {
        assert!(done.stderr.contains(said), "{said}: {}", done.stderr);
    }
    assert_eq!(run(dormant(folder.path()).args(["init", "-q"])).stderr, "");
    told(folder.path(), &[]);
    let workflow = text(folder.path(), ".github/workflows/dormant.yml");
    assert!(
        workflow.contains("--git https://git.example/dormant") && !workflow.contains("nuitka"),
        "{workflow}"
    );
}

#[test]
fn a_workflow_of_ones_own_stays() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    tree::write(folder.path(), &[(".github/workflows/dormant.yml", "name: mine\n")]).expect("it can be written");
    let (status, said) = init(folder.path(), &[]);
    assert_eq!(status, 0);
    assert!(
        said.starts_with("dormant.toml: written\n.pre-commit-config.yaml: written\n"),
        "{said}"
    );
    assert!(
        said.contains("dormant.yml: left as it is: it is there already"),
        "{said}"
    );
    assert_eq!(text(folder.path(), ".github/workflows/dormant.yml"), "name: mine\n");
}

/// Holds the written YAML against the published schema of GitHub's workflows, in an environment below `target/`.
#[test]
fn the_yaml_is_valid() {
    let test = "the_yaml_is_valid";
    let Some(python) = python() else {
        return skip(test, "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(folder.path());
    init(folder.path(), &["--nuitka"]);
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-jsonschema");
    let checker = environment.join("bin/check-jsonschema");
    if !checker.is_file() {
        let made = run(std::process::Command::new(&python.path)
            .args(["-m", "venv"])
            .arg(&environment));
        let pip = environment.join("bin/pip");
        let installed = run(std::process::Command::new(&pip).args(["install", "-q", "check-jsonschema"]));
        if made.status != 0 || installed.status != 0 {
            return skip(test, "check-jsonschema cannot be installed");
        }
    }
    // The schema is part of the package: no network is needed for it.
    let check = |path: &Path| {
        let mut command = std::process::Command::new(&checker);
        run(command.args(["--builtin-schema", "vendor.github-workflows"]).arg(path))
    };
    let file = folder.path().join(".github/workflows/dormant.yml");
    let done = check(&file);
    assert_eq!(done.status, 0, "{}", done.all());
    let broken = folder.path().join("broken.yml");
    let text = text(folder.path(), ".github/workflows/dormant.yml").replacen("runs-on", "runs-of", 1);
    std::fs::write(&broken, text).expect("it can be written");
    assert_ne!(check(&broken).status, 0, "the check has no teeth");

    // The checker brings a reader of YAML along.
    let script = "import sys; from ruamel.yaml import YAML; hooks = YAML(typ='safe').load(open(sys.argv[1])); \
                  print([(repo['repo'], [hook['id'] for hook in repo['hooks']]) for repo in hooks['repos']])";
    let mut command = std::process::Command::new(environment.join("bin/python"));
    let read = run(command
        .args(["-c", script])
        .arg(folder.path().join(".pre-commit-config.yaml")));
    assert_eq!(
        read.stdout, "[('local', ['x']), ('https://git.example/dormant', ['dormant'])]\n",
        "{}",
        read.stderr
    );
}
