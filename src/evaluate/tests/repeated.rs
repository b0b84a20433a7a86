//! Calls that are not followed again, and what they do all the same.
use super::{module, noticed, unnoticed};
use crate::evaluate::{Evaluation, Facet};
use crate::graph::{Kind, Program, Visibility};
use crate::rules::Rules;

/// The functions of `app` that write a part of the state some time, by their names.
pub(super) fn writers(modules: &[(&str, &str, Kind)], facet: &str) -> Vec<String> {
    let mut all = vec![super::bare("os", Kind::Standard)];
    all.extend(modules.iter().map(|&(name, text, kind)| module(name, text, kind)));
    let program = Program::new(all);
    let visibility = Visibility::new(&program, Rules::builtin());
    let found = Evaluation::new(&program, &visibility, Rules::builtin(), (3, 12));
    let app = program.find("app").expect("the module");
    let facts = program.facts(app).expect("its facts");
    let named = |scope| {
        let bodies = &facts.code.bodies;
        let body = bodies.iter().find(|body| body.scope == scope).expect("its body");
        facts.code.name(body.name).to_owned()
    };
    let writes = |effects: &[crate::evaluate::Effect]| {
        effects
            .iter()
            .any(|effect| effect.facet == Facet::State(facet.to_owned()))
    };
    let later = found
        .later
        .iter()
        .filter(|later| later.module == app && writes(&later.effects));
    later.map(|later| named(later.scope)).collect()
}

#[test]
fn what_a_call_does_is_done_by_everybody_who_calls() {
    let text = "import os\n\ndef mark(value):\n    os.environ['MARK'] = 'x'\n\ndef first():\n    mark(1)\n\ndef \
                second():\n    mark(1)\n\ndef third():\n    second()\n\ndef neither():\n    return 1\n";
    let found = writers(&[("app", text, Kind::FirstParty)], "env:MARK");
    assert_eq!(found, ["mark", "first", "second", "third"]);
}

#[test]
fn what_a_call_changes_is_seen_by_the_next_one() {
    noticed(&[
        // The same call with something else in what it looks at.
        "steps = []\ndef run():\n    for step in steps:\n        step(1)\nrun()\nsteps.append(register)\nrun()",
        "class Box: ...\nbox = Box()\nbox.step = make\ndef run(box):\n    box.step(1)\nrun(box)\nbox.step = register\nrun(box)",
        "step = make\ndef run():\n    step(1)\nrun()\nstep = register\nrun()",
        "class Box:\n    step = make\ndef run():\n    Box.step(1)\nrun()\nBox.step = register\nrun()",
        // What is handed over belongs to a call that goes on.
        "def run(box):\n    for step in box:\n        step(1)\ndef all():\n    box = []\n    run(box)\n    box.append(register)\n    run(box)\nall()",
        "def run(box):\n    box['step'](1)\ndef all():\n    box = {'step': make}\n    run(box)\n    box['step'] = register\n    run(box)\nall()",
        // It leaves what it made where others find it.
        "kept = []\ndef keep(step):\n    kept.append(step)\ndef run():\n    for step in kept:\n        step(1)\ndef all():\n    run()\n    keep(register)\n    run()\nall()",
        // What it hands out is another object each time.
        "def box():\n    made = {}\n    made['step'] = make\n    return made\ndef all():\n    first, second = box(), box()\n    second['step'] = register\n    second['step'](1)\nall()",
    ]);
    unnoticed(&[
        "def box():\n    made = {}\n    made['step'] = make\n    return made['step']\ndef all():\n    box()(1)\n    box()(2)\nall()",
    ]);
}

#[test]
fn a_loop_goes_on_until_nothing_older_changes() {
    noticed(&[
        "step = None\nthen = None\nfor x in range(9):\n    if step:\n        step(1)\n    step = then\n    then = register",
        "def run():\n    step = then = None\n    while core:\n        if step:\n            step(1)\n        step = then\n        then = register\nrun()",
        "box = {}\ndef turn():\n    local = box.get('then')\n    if local:\n        local(1)\n    box['then'] = box.get('last')\n    box['last'] = register\nwhile core:\n    turn()",
    ]);
}

#[test]
fn a_metaclass_gets_what_it_asks_the_names_for() {
    let meta = "class Meta(type):\n    def __init__(cls, name, bases, names):\n        for hook in names.get('hooks', []):\n            hook(1)\n";
    noticed(&[
        &format!("{meta}class A(metaclass=Meta):\n    hooks = [register]"),
        &format!("{meta}import random\nclass A(metaclass=Meta):\n    if random.random():\n        hooks = [register]"),
        &format!("{}class A(metaclass=Meta): ...", meta.replace("[]", "[register]")),
    ]);
    unnoticed(&[&format!(
        "{meta}class A(metaclass=Meta):\n    def other(self):\n        register(1)\n    hooks = [make]"
    )]);
}

#[test]
fn what_a_test_calls_in_a_package_is_not_followed_but_calls_back() {
    let package = "import os\n\ndef run(step):\n    os.environ['OF_PACKAGE'] = 'x'\n    step()\n";
    let test = "import os\nimport package\n\ndef step():\n    os.environ['OF_TEST'] = 'x'\n\ndef test():\n    package.run(step)\n";
    let modules = [("package", package, Kind::Site), ("app", test, Kind::Test)];
    assert_eq!(writers(&modules, "env:OF_TEST"), ["step", "test"]);
    assert_eq!(writers(&modules, "env:OF_PACKAGE"), [""; 0]);
    // The program's own functions are.
    let modules = [("package", package, Kind::Site), ("app", test, Kind::FirstParty)];
    assert_eq!(writers(&modules, "env:OF_PACKAGE"), ["test"]);
}

#[test]
fn what_a_factory_makes_belongs_to_the_instance() {
    let fields = "@dataclasses.dataclass\nclass Box:\n    parts: dict = dataclasses.field(default_factory=FACTORY)\n";
    let line = |factory: &str, rest: &str| format!("{}{rest}", fields.replace("FACTORY", factory));
    unnoticed(&[
        &line("dict", "Box().parts['x'] = 1"),
        &line("lambda: []", "Box().parts.append(1)"),
        &line("make", "def f():\n    Box().parts.append(1)\nf()"),
    ]);
    noticed(&[
        &line("table", "Box().parts['x'] = 1"),
        &line("lambda: core.ITEMS", "Box().parts.append(1)"),
        &line("Made", "Box()"),
        &line("lambda: register(1)", "Box()"),
        &line("dict", "core.box = Box()"),
    ]);
}

#[test]
fn what_a_package_does_takes_nothing_from_the_function_that_calls_it() {
    let long: String = (0..400)
        .map(|at| format!("    x = [{at}, {at}, {at}, {at}, {at}]\n"))
        .collect();
    let package = format!("def log(text):\n{long}\ndef short():\n    import os\n    os.environ['SHORT'] = 'x'\n");
    let text = "import os\nimport package\n\ndef run():\n    package.log('a')\n    package.log('b')\n    \
                os.environ['MARK'] = 'x'\n\ndef start():\n    package.short()\n";
    let modules = [
        ("package", package.as_str(), Kind::Site),
        ("app", text, Kind::FirstParty),
    ];
    assert_eq!(writers(&modules, "env:MARK"), ["run"]);
    assert_eq!(writers(&modules, "env:SHORT"), ["start"]);
}

/// A function of a package that takes more steps than it gets, whatever it is handed.
const LONG: &str = "import os\nseen = {}\nlist = [1, 2, 3]\ndef step(a):\n    if a:\n        return os.environ.get(a)\n    return \
                    [b for b in list if b != a]\ndef work(name, step_of=step):\n    os.environ['WORKED'] = 'x'\n    for \
                    a in range(name):\n        while step_of(a):\n            seen[a] = [step_of(a), step_of(name), a]\n";

/// Functions with `call` in each, by number.
fn callers(count: usize, call: &str) -> String {
    let one = |number: usize| {
        format!(
            "def f{number}(value):\n    {}\n",
            call.replace('#', &number.to_string())
        )
    };
    (0..count).map(one).collect()
}

#[test]
fn what_is_not_followed_again_does_what_it_was_seen_to_do() {
    let lines = "    step(1)\n".repeat(2_000);
    let package = format!("{LONG}def long(name):\n    work(name)\n{lines}");
    let text = format!("import os, package\n{}", callers(9, "package.long(value + #)"));
    let found = writers(
        &[("app", &text, Kind::FirstParty), ("package", &package, Kind::Site)],
        "env:WORKED",
    );
    assert_eq!(found, (0..9).map(|number| format!("f{number}")).collect::<Vec<_>>());
}

#[test]
fn what_is_not_followed_again_takes_no_more_steps() {
    let lines = "    step(1)\n".repeat(2_000);
    let package = format!("{LONG}def long(name):\n    work(name)\n{lines}");
    let spent = |count: usize| {
        let text = format!("import os, package\n{}", callers(count, "package.long(value + #)"));
        let modules = [
            ("app", text.as_str(), Kind::FirstParty),
            ("package", &package, Kind::Site),
        ];
        crate::graph::effort::spent_on(|| drop(writers(&modules, "env:WORKED")))
    };
    let (few, many) = (spent(10), spent(40));
    assert!(many < few + few / 2, "{few} and {many}");
}

#[test]
fn objects_that_hold_each_other_are_copied_once() {
    let spent = |count: usize| {
        let items: String = (0..count).map(|item| format!("f{item} = []\n")).collect();
        let held: String = (0..count)
            .flat_map(|item| (0..count).map(move |other| format!("f{item}.append(f{other})\n")))
            .collect();
        let text = format!("import copy\n{items}{held}\ndef twin():\n    return copy.deepcopy(f0)\n");
        crate::graph::effort::spent_on(|| drop(writers(&[("app", &text, Kind::FirstParty)], "env:WORKED")))
    };
    let (few, many) = (spent(5), spent(10));
    assert!(many < few * 5, "{few} and {many}");
}

#[test]
fn what_is_handed_to_a_function_that_is_not_followed_again_may_be_called() {
    let lines = "    step(1)\n".repeat(12_000);
    let package = format!("{LONG}def long(name, done):\n{lines}");
    let mark = |number: usize| {
        format!("def f{number}():\n    os.environ['MARK{number}'] = 'x'\npackage.long({number}, f{number})\n")
    };
    let text = format!("import os, package\n{}", (0..9).map(mark).collect::<String>());
    let modules = [
        super::bare("os", Kind::Standard),
        module("app", &text, Kind::FirstParty),
        module("package", &package, Kind::Site),
    ];
    let program = Program::new(modules.into());
    let found = Evaluation::new(
        &program,
        &Visibility::new(&program, Rules::builtin()),
        Rules::builtin(),
        (3, 12),
    );
    let app = program.find("app").expect("the module");
    for number in 0..9 {
        let marks = Facet::State(format!("env:MARK{number}"));
        assert!(found.of[app].iter().any(|effect| effect.facet == marks), "{number}");
    }
}

/// Of the modules of one installed package, all of which call a function of another one that ends or does not, those whose import comes
/// to what that calls; each sets a variable afterwards.
fn following(depth: usize) -> Vec<bool> {
    const MODULES: usize = 12;
    let steps = (0..depth).map(|at| {
        let next = at + 1;
        format!("def step{at}(x):\n    step{next}(x + 'a')\n    step{next}(x + 'b')\n\n")
    });
    let frame = format!(
        "{}def step{depth}(x):\n    return x\n\ndef made(x):\n    step0(x)\n",
        steps.collect::<String>()
    );
    let kinds = (0..MODULES).map(|at| {
        let text = format!("import os\nfrom frame import made\nmade('{at}')\nos.environ['KIND_{at}'] = 'x'\n");
        (format!("kinds.kind{at:02}"), text)
    });
    let kinds: Vec<(String, String)> = kinds.collect();
    let mut all = vec![
        super::bare("os", Kind::Standard),
        module("frame", &frame, Kind::Site),
        module("kinds", "", Kind::Site),
    ];
    all.extend(kinds.iter().map(|(name, text)| module(name, text, Kind::Site)));
    let program = Program::new(all);
    let visibility = Visibility::new(&program, Rules::builtin());
    let found = Evaluation::new(&program, &visibility, Rules::builtin(), (3, 12));
    let frame = program.find("frame").expect("the module");
    let follows = |(at, (name, _)): (usize, &(String, String))| {
        let id = program.find(name).expect("the module");
        let sets = |effect: &crate::evaluate::Effect| effect.facet == Facet::State(format!("env:KIND_{at}"));
        assert!(found.of[id].iter().any(sets), "{name} sets no variable");
        let called = found.followed.executed[id]
            .iter()
            .filter(|(module, _)| *module == frame);
        called.count() > 1
    };
    kinds.iter().enumerate().map(follows).collect()
}

#[test]
fn what_uses_up_all_steps_of_many_modules_is_not_followed_for_the_next_ones() {
    assert_eq!(following(4), [true; 12]);
    let followed: Vec<bool> = [[true; 8].as_slice(), &[false; 4]].concat();
    assert_eq!(following(16), followed);
}
