//! What the paths that are given mean, and what is looked at where none is.

use crate::support::run::run;
use crate::support::small::{CONFIG, GOOD, Small};
use crate::support::{dormant, tree};

#[test]
fn what_stands_beside_the_program_is_edited_where_a_path_points_at_it() {
    let besides = [
        "tests/test_good.py",
        "examples/one.py",
        "docs/conf.py",
        "app/tests/more.py",
    ];
    let files: Vec<(&str, &str)> = besides
        .iter()
        .map(|&name| (name, GOOD))
        .chain([("app/__init__.py", "")])
        .collect();
    let project = Small::new(&files);
    let done = project.dormant(&["fix"]);
    assert_eq!(done.status, 0, "{done:?}");
    assert!(project.good_is_fixed());
    for name in besides {
        assert_eq!(project.read(name), GOOD.as_bytes(), "{name} was edited");
    }
    assert_eq!(project.dormant(&["check"]).status, 0);
    assert_eq!(
        project
            .dormant(&["fix", "examples", "docs/conf.py", "app/tests"])
            .status,
        0
    );
    for name in &besides[1..] {
        assert_ne!(project.read(name), GOOD.as_bytes(), "{name} was asked for");
    }
    assert_eq!(project.read(besides[0]), GOOD.as_bytes());
}

#[test]
fn unasked_only_what_a_user_starts_is_made_faster() {
    let config = "[project]\nname = \"app\"\n[project.scripts]\napp = \"app.cli:main\"\n\
                  [tool.dormant]\nsrc = [\"src\"]\nsearch-path = [\"site\"]\n";
    let loads = "import docker\n\n\ndef run():\n    return docker.from_env()\n";
    let project = Small::new(&[
        ("pyproject.toml", config),
        ("site/docker/__init__.py", "def from_env():\n    return 1\n"),
        ("src/app/__init__.py", ""),
        (
            "src/app/cli.py",
            "from app.started import run\n\n\ndef main():\n    return run\n",
        ),
        ("src/app/started.py", loads),
        ("src/app/later.py", loads),
    ]);
    let done = project.dormant(&["fix", "src"]);
    assert_eq!(done.status, 0, "{done:?}");
    assert_ne!(project.read("src/app/started.py"), loads.as_bytes());
    assert_eq!(project.read("src/app/later.py"), loads.as_bytes());
    let blocked = project.dormant(&["check", "--show-blocked", "--output-format", "concise", "src"]);
    assert!(
        blocked.stdout.contains("later.py:1:8: kept[not-at-start]"),
        "{blocked:?}"
    );
    let asked = config.replace("src = [", "heavy = [\"docker\"]\nsrc = [");
    project.write("pyproject.toml", asked.as_bytes());
    assert_eq!(project.dormant(&["fix", "src"]).status, 0);
    assert_ne!(project.read("src/app/later.py"), loads.as_bytes());
}

/// What ruff leaves out says something about the program where it can be read, and is nobody's mistake where it cannot.
#[test]
fn what_the_linter_leaves_out_is_read_and_neither_edited_nor_wrong() {
    let broken = "def {{ name }}(:\n";
    let patch = "import good\n\n\ndef use(monkeypatch):\n    monkeypatch.setattr(good, \"ballast\", None)\n";
    let left_out = "\n[tool.ruff]\nexclude = [\"templates\"]\nextend-exclude = [\"checks/data/*.py\"]\n";
    let project = Small::new(&[
        ("templates/one.py", broken),
        ("checks/data/bad.py", broken),
        ("checks/data/two.py", GOOD),
    ]);
    let done = project.dormant(&["check"]);
    assert_eq!(
        (done.status, done.stderr.matches("invalid syntax").count()),
        (2, 2),
        "{done:?}"
    );
    project.write("pyproject.toml", format!("{CONFIG}{left_out}").as_bytes());
    let done = project.dormant(&["fix"]);
    assert_eq!(done.status, 0, "{done:?}");
    assert!(!done.stderr.contains("invalid syntax"), "{done:?}");
    assert!(done.stderr.contains("Skipped 1 file that ruff leaves out"), "{done:?}");
    assert!(project.good_is_fixed());
    assert_eq!(project.read("checks/data/two.py"), GOOD.as_bytes());
    // Whoever asks for the folder gets it, and is told what is wrong in there.
    let done = project.dormant(&["check", "templates"]);
    assert_eq!(
        (done.status, done.stderr.matches("invalid syntax").count()),
        (2, 1),
        "{done:?}"
    );

    project.write("good.py", GOOD.as_bytes());
    project.write("templates/patch.py", patch.as_bytes());
    project.write("pyproject.toml", format!("{CONFIG}{left_out}").as_bytes());
    assert_eq!(project.dormant(&["fix"]).status, 0);
    let served = String::from_utf8_lossy(&project.read("good.py")).into_owned();
    assert!(!project.good_is_fixed(), "what patches a name is not seen: {served}");
}

/// The next version of a package takes the place of its copy, and with it every edit.
#[test]
fn copies_of_other_peoples_packages_are_read_and_not_edited() {
    let reaching = "import app.vendor.kit\n\n\ndef weight():\n    return app.vendor.kit.weight()\n";
    let project = Small::new(&[
        ("app/__init__.py", ""),
        ("app/vendor/__init__.py", ""),
        ("app/vendor/kit.py", GOOD),
        ("app/main.py", reaching),
    ]);
    for given in [&["fix"][..], &["fix", "app"], &["fix", "app/vendor/kit.py"]] {
        let done = project.dormant(given);
        assert_eq!(done.status, 0, "{done:?}");
        assert!(done.stderr.contains("vendored file"), "{done:?}");
        assert_eq!(project.read("app/vendor/kit.py"), GOOD.as_bytes(), "{given:?}");
    }
    assert_ne!(project.read("app/main.py"), reaching.as_bytes());
    let own = CONFIG.replace("exclude = [", "exclude = [\"!vendor\", ");
    assert_eq!(project.dormant(&["check"]).status, 0);
    project.write("pyproject.toml", own.as_bytes());
    assert_eq!(project.dormant(&["check"]).status, 1);
    project.write("pyproject.toml", CONFIG.as_bytes());
    assert_eq!(project.dormant(&["fix", "app/vendor"]).status, 0);
    assert_ne!(project.read("app/vendor/kit.py"), GOOD.as_bytes());
}

/// A module of a namespace package is found by its whole name only, so that one called like an installed package hides nothing.
#[test]
fn a_namespace_package_is_no_folder_of_scripts() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("dormant.toml", "src = [\"src\"]\nheavy = [\"decimal\"]\n"),
        (
            "src/app/plugin.py",
            "import plugin\n\nfrom app.work import total\n\n\n@plugin.fixture\ndef fixed():\n    return total()\n",
        ),
        (
            "src/app/work.py",
            "import decimal\n\n\ndef total():\n    return decimal.Decimal(1)\n",
        ),
        ("search/plugin.py", "def fixture(function):\n    return function\n"),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    let check = ["check", "--output-format", "concise", "src"];
    // With and without the package that the plugin is for.
    for search in ["[]", "[\"search\"]"] {
        let settings =
            format!("src = [\"src\"]\nheavy = [\"decimal\"]\nsearch-path = {search}\nexclude = [\"search\"]\n");
        tree::write(folder.path(), &[("dormant.toml", settings.as_str())]).expect("the file can be written");
        let done = run(dormant(folder.path()).args(check));
        assert!(
            done.stdout.contains("src/app/work.py:1:8: function-local"),
            "{search}: {done:?}"
        );
    }
}

/// Where Python is new enough for the word, lazy imports are looked at whether anything is called heavy or not.
#[test]
fn a_project_for_python_3_15_that_imports_nothing_heavy_is_judged() {
    let config = CONFIG.replace("[\"ballast\"]", "[\"nothing\"]") + "target-version = \"py315\"\n";
    let at = |text: &str, word: &str| {
        let project = Small::new(&[("pyproject.toml", config.as_str()), ("good.py", text)]);
        project.dormant(&[word])
    };
    assert_eq!(at("print(1)\n", "check").status, 0);
    let touched = "lazy import decimal\n\nX = decimal.Decimal(1)\n";
    let done = at(touched, "check");
    assert_eq!(done.status, 1, "{done:?}");
    assert!(done.stdout.contains("lazy-touched"), "{done:?}");
    let done = at(touched, "fix");
    assert_eq!(done.status, 0, "{done:?}");
    assert!(
        done.stderr.contains("1 finding left to you: 1 lazy-touched"),
        "{done:?}"
    );
}
