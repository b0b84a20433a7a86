//! Functions that nothing calls at import, looked at one by one.
use super::repeated::writers;
use super::{bare, module};
use crate::evaluate::{Evaluation, Facet};
use crate::graph::effort::spent_on;
use crate::graph::{Followed, Kind, Program, Visibility};
use crate::rules::Rules;

/// A function that takes more steps than what is called gets.
fn long(name: &str, last: &str) -> String {
    let body = "    a = [b, (c, d)]\n".repeat(2_000);
    format!("def {name}(b=1, c=2, d=3):\n{body}    {last}\n\n")
}

fn of_project(text: &str, facet: &str) -> Vec<String> {
    writers(&[("app", text, Kind::FirstParty)], facet)
}

#[test]
fn a_function_is_read_to_its_end_whatever_it_calls() {
    let set = "os.environ['END'] = 'x'";
    let long = long("long", "return a");
    for body in [
        format!("    long()\n    {set}\n"),
        format!("    try:\n        long()\n        {set}\n    finally:\n        pass\n"),
        format!("    for x in range(9):\n        long(x)\n    with open('x'):\n        {set}\n"),
        format!("    long(long())\n    def inner():\n        {set}\n    return inner\n"),
        // A generator, too, takes none of the steps of who goes through it.
        format!("    def all():\n        yield long()\n    for x in all():\n        pass\n    {set}\n"),
    ] {
        let found = of_project(&format!("import os\n{long}def use():\n{body}"), "env:END");
        assert_eq!(found, ["use"], "{body}");
    }
}

#[test]
fn a_long_function_is_read_to_its_end() {
    let text = format!(
        "import os\n{}def other(): ...\n",
        long("use", "os.environ['END'] = 'x'")
    );
    assert_eq!(of_project(&text, "env:END"), ["use"]);
}

#[test]
fn what_a_function_leaves_with_others_is_not_forgotten() {
    let class = "import os\nkept = []\nclass Box:\n    def mark(self):\n        os.environ['KEPT'] = 'x'\n\n";
    let uses = "def use():\n    for box in kept:\n        box.mark()\n";
    for fill in [
        "def fill():\n    kept.append(Box())\n",
        "def fill():\n    global kept\n    kept = [Box()]\n",
        "def fill():\n    box = Box()\n    def inner():\n        kept.append(box)\n    inner()\n",
        "class Shelf:\n    items = kept\n    def fill(self):\n        self.items.append(Box())\n",
    ] {
        let found = of_project(&format!("{class}{fill}{uses}"), "env:KEPT");
        assert!(found.contains(&"use".to_owned()), "{fill}: {found:?}");
    }
    let nobody = "def fill():\n    return [Box()]\n";
    assert_eq!(of_project(&format!("{class}{nobody}{uses}"), "env:KEPT"), ["mark"]);
}

#[test]
fn functions_that_make_the_same_each_get_their_own() {
    let text = "import os\ndef make(name):\n    return Box(name)\nclass Box:\n    def __init__(self, name):\n        self.name = name\n    \
                def set(self):\n        os.environ['OWN'] = self.name\n\ndef first():\n    make('a').set()\ndef second():\n    \
                make('a').set()\ndef third():\n    return make('a')\ndef again(depth):\n    if depth:\n        return make('a')\n    \
                again(depth).set()\n    return again(depth)\n";
    let found = of_project(text, "env:OWN");
    assert_eq!(found, ["set", "first", "second", "again"]);
}

#[test]
fn what_a_test_sets_counts_whatever_it_calls_before() {
    let app = format!(
        "import os\n{}def surroundings():\n    return os.environ\n",
        long("long", "return a")
    );
    let test = "import os\nimport lib\n\ndef test_one():\n    lib.long()\n    lib.long()\n    os.environ['SET'] = 'x'\n\ndef \
                test_two():\n    lib.surroundings()['SET'] = 'x'\n\ndef test_three():\n    lib.long()\n";
    let modules = [("lib", app.as_str(), Kind::FirstParty), ("app", test, Kind::Test)];
    assert_eq!(writers(&modules, "env:SET"), ["test_one", "test_two"]);
}

#[test]
fn what_rules_call_harmless_throughout_is_not_followed() {
    let marks = "import os\nclass Marks:\n    def __getattr__(self, name):\n        os.environ['MARK'] = name\n        return \
                 print\nmark = Marks()\nother = Marks()\n";
    let at_import = |name: &str| {
        let test = format!("import pytest\n\n@pytest.{name}.slow\ndef test(): ...\n");
        let program = Program::new(vec![
            bare("os", Kind::Standard),
            module("pytest", marks, Kind::Site),
            module("test_app", &test, Kind::Test),
        ]);
        let visibility = Visibility::new(&program, Rules::builtin());
        let found = Evaluation::new(&program, &visibility, Rules::builtin(), (3, 12));
        let test = program.find("test_app").expect("the module");
        let is_set = |facet: &Facet| matches!(facet, Facet::State(name) if name.starts_with("env:"));
        found.of[test].iter().any(|effect| is_set(&effect.facet))
    };
    assert!(!at_import("mark"));
    assert!(at_import("other"));
}

#[test]
fn what_importing_runs_and_loads_is_known_before_functions_are_looked_at() {
    let functions: String = (0..50)
        .map(|at| format!("def use{at}(x):\n    for y in x:\n        print(y, {at})\n"))
        .collect();
    let text = format!("import importlib\ndef start():\n    importlib.import_module('lib')\n{functions}start()\n");
    let program = Program::new(vec![
        bare("importlib", Kind::Standard),
        module("lib", "", Kind::Site),
        module("app", &text, Kind::FirstParty),
    ]);
    let visibility = Visibility::new(&program, Rules::builtin());
    let mut found = Vec::new();
    let spent = [true, false].map(|is_asked| {
        spent_on(|| {
            let asks = |_: &Followed| is_asked.then_some(&visibility);
            found.push(Evaluation::on_demand(&program, Rules::builtin(), (3, 12), asks));
        })
    });
    assert!(spent[1] * 3 < spent[0], "{spent:?}");
    assert_eq!(found[0].followed.executed, found[1].followed.executed);
    assert_eq!(found[0].followed.loads, found[1].followed.loads);
    let (app, lib) = (program.find("app"), program.find("lib"));
    assert_eq!(
        app.map(|app| found[1].followed.loads[app]
            .iter()
            .map(|loaded| loaded.module)
            .collect()),
        lib.map(|lib| vec![lib])
    );
}
