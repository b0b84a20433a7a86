//! Several projects in one run, each with its own configuration and packages; a configuration that extends another; watching.
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::dormant;
use crate::support::run::run;
use crate::support::tree;

const PLAIN: &str = "import ballast\n\n\ndef weight():\n    return ballast.weigh(1)\n";
const PACKAGE: &str = "def weigh(*values):\n    return sum(values)\n";

/// Two members with packages of their own, which are called alike and are not: in one of them loading it has an effect.
fn monorepo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("base.toml", "heavy = [\"ballast\"]\n"),
        ("dormant.toml", "extend = \"base.toml\"\nsrc = [\".\"]\n"),
        ("tool.py", "import json\n\n\ndef go():\n    return json\n"),
        (
            "packages/one/dormant.toml",
            "extend = \"../../base.toml\"\nsearch-path = [\"site\"]\nexclude = [\"site\"]\n",
        ),
        ("packages/one/app/__init__.py", ""),
        ("packages/one/app/cli.py", PLAIN),
        ("packages/one/site/ballast/__init__.py", PACKAGE),
        (
            "packages/[two]/pyproject.toml",
            "[tool.dormant]\nextend = \"../../base.toml\"\nsearch-path = [\"site\"]\nexclude = [\"site\"]\neager = [\"ballast\"]\n",
        ),
        ("packages/[two]/app/__init__.py", ""),
        ("packages/[two]/app/cli.py", PLAIN),
        ("packages/[two]/site/ballast/__init__.py", PACKAGE),
        ("packages/three/app.py", PLAIN),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    folder
}

#[test]
fn each_project_has_its_own_settings() {
    let folder = monorepo();
    let check = |paths: &[&str]| {
        let done = run(dormant(folder.path())
            .args(["check", "--show-blocked", "--output-format", "concise"])
            .args(paths));
        assert!(done.status <= 1, "{done:?}");
        let told = |line: &str| {
            let (place, rest) = line.split_once(": ").unwrap_or_default();
            format!(
                "{} {}",
                place.split(':').next().unwrap_or_default(),
                rest.split(' ').next().unwrap_or_default()
            )
        };
        done.stdout.lines().map(told).collect::<Vec<String>>()
    };
    let one = "packages/one/app/cli.py function-local".to_owned();
    let two = "packages/[two]/app/cli.py kept[eager-setting]".to_owned();
    // What has no configuration of its own belongs to the outer project.
    let three = "packages/three/app.py function-local".to_owned();
    assert_eq!(check(&["."]), [two.clone(), one.clone(), three.clone()]);
    assert_eq!(
        check(&["packages/[two]/app/cli.py", "packages/one/app/cli.py"]),
        [two.clone(), one.clone()]
    );
    assert_eq!(check(&["packages/one"]), [one]);
    assert_eq!(check(&["packages/[two]", "packages/three"]), [two, three]);
    let quiet = run(dormant(folder.path()).args(["check", "--config", "base.toml", "tool.py"]));
    assert_eq!(quiet.status, 0, "{quiet:?}");

    let fixed = run(dormant(folder.path()).arg("fix"));
    assert_eq!(fixed.status, 0, "{fixed:?}");
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("the file");
    assert!(text("packages/one/app/cli.py").starts_with("def weight"));
    assert_eq!(text("packages/[two]/app/cli.py"), PLAIN);
    assert_eq!(run(dormant(folder.path()).args(["fix", "--diff"])).status, 0);
}

#[test]
fn a_watched_project_is_looked_at_again() {
    let folder = monorepo();
    let mut command = dormant(folder.path());
    command.args(["check", "--watch", "--output-format", "concise", "packages/one"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut told = BufReader::new(child.stderr.take().expect("its narrative")).lines();
    let mut until = |what: &str| {
        let found = told.by_ref().map_while(Result::ok).find(|line| line.contains(what));
        assert!(found.is_some(), "it ended before it said {what}");
    };
    until("Found 1 deferrable import");
    until("Watching for changes");
    let cli = folder.path().join("packages/one/app/cli.py");
    std::fs::write(&cli, "X = 1\n").expect("it can be written");
    until("No heavy eager imports");
    until("Watching for changes");
    std::fs::write(folder.path().join("packages/one/dormant.toml"), "heavvy = []\n").expect("it can be written");
    until("unknown key 'heavvy'");
    child.kill().expect("it can be stopped");
    child.wait().expect("it ends");
}
