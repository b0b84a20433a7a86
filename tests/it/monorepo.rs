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
fn what_is_taken_over_need_not_match_in_each_project() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("base.toml", "heavy = [\"ballast\", \"anchor\"]\n"),
        ("dormant.toml", "extend = \"base.toml\"\n"),
        ("one/dormant.toml", "extend = \"../base.toml\"\n"),
        ("one/app.py", PLAIN),
        ("two/dormant.toml", "extend = \"../base.toml\"\neager = [\"buoy\"]\n"),
        ("two/app.py", "import anchor\n"),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    let done = run(dormant(folder.path()).args(["check", "."]));
    let told: Vec<&str> = done.stderr.lines().filter(|line| line.contains("matches no")).collect();
    assert_eq!(told.len(), 1, "{done:?}");
    assert!(told[0].contains("eager = \"buoy\""), "{done:?}");
}

#[test]
fn what_others_take_over_need_not_match_where_it_stands() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        (
            "dormant.toml",
            "heavy = [\"ballast\"]\nper-file-ignores = { \"none.py\" = [\"all\"] }\n",
        ),
        ("one/dormant.toml", "extend = \"../dormant.toml\"\n"),
        ("one/app.py", PLAIN),
        ("one/ballast.py", PACKAGE),
        ("tool.py", "import json\n"),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    let done = run(dormant(folder.path()).args(["check", "."]));
    assert!(!done.stderr.contains("matches no"), "{done:?}");
    // Where nobody takes it over, it should match.
    std::fs::write(folder.path().join("one/dormant.toml"), "heavy = [\"ballast\"]\n").expect("a file");
    let done = run(dormant(folder.path()).args(["check", "."]));
    assert!(
        done.stderr.contains("heavy = \"ballast\" matches no module"),
        "{done:?}"
    );
}

#[test]
fn a_configuration_that_is_wrong_stops_its_own_project() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("one/dormant.toml", "heavy = [\"ballast\"]\n"),
        ("one/app.py", PLAIN),
        ("one/ballast.py", PACKAGE),
        ("three/dormant.toml", "heavy = [\n"),
        ("three/app.py", PLAIN),
        ("two/dormant.toml", "heavy = 3\n"),
        ("two/app.py", PLAIN),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    for paths in [["."].as_slice(), &["two", "one", "three"], &["one", "three", "two"]] {
        // The second answer is the one that is kept.
        for _ in 0..2 {
            let done = run(dormant(folder.path())
                .args(["check", "--output-format", "concise"])
                .args(paths));
            assert_eq!(done.status, 2, "{done:?}");
            assert!(
                done.stdout.contains("one/app.py:1:8") && !done.stdout.contains("two/app.py"),
                "{done:?}"
            );
            for name in ["two/dormant.toml:1", "three/dormant.toml:1"] {
                assert_eq!(done.stderr.matches(name).count(), 1, "{done:?}");
            }
        }
    }
    let done = run(dormant(folder.path()).args(["fix", "."]));
    assert_eq!(done.status, 2, "{done:?}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file");
    assert!(read("one/app.py") != PLAIN && read("two/app.py") == PLAIN && read("three/app.py") == PLAIN);
    let done = run(dormant(folder.path()).args(["check", "two"]));
    assert_eq!((done.status, done.stdout.as_str()), (2, ""), "{done:?}");
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

/// A workspace of uv without a configuration: two members, one of which reads a name of the other.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let member = |name: &str, python: &str| {
        format!(
            "[project]\nname = \"{name}\"\nversion = \"0\"\nrequires-python = \">={python}\"\nscripts = {{ {name} = \"{name}.cli:main\" }}\n"
        )
    };
    let (one, two) = (member("one", "3.9"), member("two", "3.12"));
    let files = [
        ("pyproject.toml", "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n"),
        ("packages/one/pyproject.toml", &one),
        ("packages/one/src/one/__init__.py", ""),
        (
            "packages/one/src/one/cli.py",
            "import decimal\n\n\ndef main():\n    return decimal.Decimal(1)\n",
        ),
        ("packages/two/pyproject.toml", &two),
        ("packages/two/src/two/__init__.py", ""),
        (
            "packages/two/src/two/cli.py",
            "from one import cli\n\n\ndef main():\n    return cli.decimal, cli.main()\n",
        ),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    folder
}

#[test]
fn members_of_a_workspace_are_one_program() {
    let folder = workspace();
    let check = |paths: &[&str]| {
        let done = run(dormant(folder.path())
            .args(["check", "--heavy", "decimal", "--output-format", "concise"])
            .args(paths));
        done.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    // The other member takes the name out of this one, so that it has to stay an attribute.
    for paths in [&["packages/one"][..], &["."][..]] {
        let found = check(paths);
        assert!(
            found
                .first()
                .is_some_and(|line| line.contains("one/src/one/cli.py:1:8: module-getattr")),
            "{paths:?}: {found:?}"
        );
    }
    let settings = |path: &str| run(dormant(folder.path()).args(["settings", path])).stdout;
    let whole = settings(".");
    assert!(
        whole.contains("3.9") && whole.contains("one.cli") && whole.contains("two.cli"),
        "{whole}"
    );
    let second = settings("packages/two");
    assert!(second.contains("3.12") && second.contains("one.cli"), "{second}");
}

#[test]
fn commands_without_a_command_go_through_the_projects() {
    let Some(python) = crate::support::python::python() else {
        return crate::support::skip("a monorepo", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let member = "[tool.dormant]\nentry-points = [\"lambda: app.handler\"]\n";
    let files = [
        ("dormant.toml", ""),
        ("one/pyproject.toml", member),
        (
            "one/app.py",
            "def handler(event, context):\n    return context.function_name\n",
        ),
        ("two/pyproject.toml", member),
        (
            "two/app.py",
            "import decimal\n\n\ndef handler(event, context):\n    return str(decimal.Decimal(len(event)))\n",
        ),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    let command = |words: &[&str]| {
        let mut command = dormant(folder.path());
        command.args(words).arg("--python").arg(&python.path);
        run(&mut command)
    };
    let measured = command(&[
        "measure",
        "--runs",
        "1",
        "--runners",
        "python",
        "--max-modules",
        "1",
        "--output-format",
        "markdown",
    ]);
    assert_eq!(measured.status, 1, "{}", measured.all());
    assert_eq!(
        measured
            .stdout
            .matches("### Cold start of `lambda: app.handler`")
            .count(),
        2,
        "{}",
        measured.all()
    );
    assert!(
        measured.stderr.contains("one:\n") && measured.stderr.contains("two:\n"),
        "{}",
        measured.stderr
    );
    assert!(
        measured.stderr.contains("--max-modules failed: cold start: "),
        "{}",
        measured.stderr
    );
    let json = command(&["measure", "--output-format", "json"]);
    assert!(
        json.status == 2 && json.stderr.contains("one of one, two"),
        "{}",
        json.all()
    );
    let planned = command(&["plan", "--runs", "1", "--no-check"]);
    assert_eq!(planned.status, 0, "{}", planned.all());
    assert_eq!(planned.stdout.matches("cold start: ").count(), 2, "{}", planned.stdout);
}
