//! What the paths that are given mean, and what is looked at where none is.

use crate::support::run::run;
use crate::support::small::{GOOD, Small};
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
