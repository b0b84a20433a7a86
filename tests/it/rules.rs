//! `rules = [...]`: a project's own knowledge about packages, as a user sees it.
use crate::support::small::Small;

const CONFIG: &str =
    "[tool.dormant]\nsrc = [\".\"]\nsearch-path = [\"site\"]\nexclude = [\"site\"]\nrules = [\"own/rules.toml\"]\n";

const HEAVY: &str = "[[package]]\nname = \"ballast\"\nheavy = true\nwhy = \"It is heavy.\"\n";

fn with_rules(rules: &str) -> Small {
    Small::new(&[("pyproject.toml", CONFIG), ("own/rules.toml", rules)])
}

#[test]
fn a_package_is_heavy_because_a_rule_says_so() {
    let done = with_rules("").dormant(&["check"]);
    assert_eq!(done.status, 0, "{done:?}");
    let done = with_rules(HEAVY).dormant(&["check"]);
    assert_eq!(done.status, 1, "{done:?}");
    assert!(done.stdout.contains("`ballast` is imported"), "{done:?}");
    assert_eq!(
        done.stderr.lines().filter(|line| line.contains("warning")).count(),
        0,
        "{done:?}"
    );
}

#[test]
fn a_rule_makes_a_call_harmless() {
    let constant = "import ballast\n\nWEIGHT = ballast.weigh(1)\n\n\ndef weight():\n    return WEIGHT\n";
    let project = with_rules(HEAVY);
    project.write("good.py", constant.as_bytes());
    let kept = project.dormant(&["check", "--show-blocked", "good.py"]);
    assert!(kept.stdout.contains("used-at-import"), "{kept:?}");
    let harmless = "[[function]]\nname = \"ballast.weigh\"\nwhy = \"It only adds numbers.\"\n";
    project.write("own/rules.toml", format!("{HEAVY}{harmless}").as_bytes());
    let found = project.dormant(&["check", "good.py"]);
    assert!(found.status == 1 && found.stdout.contains("lazy-constant"), "{found:?}");
}

#[test]
fn a_rule_about_nothing_is_reported() {
    let rules =
        "[[function]]\nname = \"ballast.wiegh\"\nalso = [\"ballast.weigh\", \"len\", \"gone.f\"]\nwhy = \"w\"\n";
    let done = with_rules(&format!("{HEAVY}{rules}")).dormant(&["check"]);
    assert_eq!(done.status, 1, "{done:?}");
    let about = |name: &str| format!("this rule is about \"{name}\", which is not in the program");
    assert!(done.stderr.contains(&about("ballast.wiegh")), "{done:?}");
    assert!(done.stderr.contains(&about("gone.f")), "{done:?}");
    assert!(done.stderr.contains("rules.toml:6"), "{done:?}");
    assert!(
        !done.stderr.contains("ballast.weigh\"") && !done.stderr.contains("\"len\""),
        "{done:?}"
    );
}

#[test]
fn a_broken_file_of_rules_is_an_error_with_its_line() {
    let done = with_rules("[[package]]\nnam = \"ballast\"\n").dormant(&["check"]);
    assert_eq!(done.status, 2, "{done:?}");
    assert!(done.stderr.contains("rules.toml:2"), "{done:?}");
    let project = with_rules("");
    std::fs::remove_file(project.path().join("own/rules.toml")).expect("the file is there");
    let done = project.dormant(&["check"]);
    assert!(done.status == 2 && done.stderr.contains("rules.toml"), "{done:?}");
    let schema = project.dormant(&["schema", "rules"]);
    assert!(
        schema.status == 0 && schema.stdout.contains("package-wide"),
        "{schema:?}"
    );
}
