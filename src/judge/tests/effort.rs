//! What is done for a program grows as the program does.
use crate::graph::effort::spent_on;
use crate::judge::testing::Case;

/// Twice as large a program may take this many times as much.
const MOST: f64 = 2.3;

/// Counts what is done for a program of 1, 2 and 4 times a size, and compares each with the one before.
fn grows_as_its_program(what: &str, size: usize, program: impl Fn(usize) -> Case) {
    let spent = [1, 2, 4].map(|times| {
        let case = program(size * times);
        spent_on(|| drop(case.decide())) as f64
    });
    assert!(spent[0] > size as f64, "{what}: nothing is counted: {spent:?}");
    for pair in spent.windows(2) {
        let ratio = pair[1] / pair[0];
        assert!(
            ratio < MOST,
            "{what}: {ratio:.2} times as much for twice the size: {spent:?}"
        );
    }
}

fn case(modules: &[(String, String)]) -> Case {
    let modules: Vec<(&str, &str)> = modules
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    Case::new(&modules)
}

#[test]
fn many_imports_in_one_file() {
    grows_as_its_program("imports", 50, |size| {
        let imports = (0..size).map(|at| format!("from dockyard import part{at}\n"));
        let functions = (0..size).map(|at| format!("def use{at}():\n    return part{at}({at})\n"));
        let text: String = imports.chain(functions).collect();
        case(&[("app".to_owned(), text)])
    });
}

#[test]
fn many_modules_that_have_nothing_to_do_with_each_other() {
    grows_as_its_program("modules", 10, |size| {
        let modules: Vec<(String, String)> = (0..size)
            .map(|at| {
                let text = format!(
                    "import os\nimport dockyard\n\nTABLE = {{}}\n\nclass Ship{at}:\n    def sail(self, wind):\n        return \
                     dockyard.connect(wind)\n\ndef enter{at}(name, ship=None):\n    os.environ['APP_{at}'] = name\n    \
                     TABLE[name] = ship\n    return Ship{at}().sail(name)\n\ndef leave{at}():\n    return enter{at}('x')\n"
                );
                (format!("app{at}"), text)
            })
            .collect();
        case(&modules)
    });
}

#[test]
fn calls_in_the_conditions_of_what_is_called() {
    // Each makes something of its own, so that no call is like another.
    let chain = |size: usize, test: &str| {
        let first = "def ask0(box):\n    box.append(1)\n    return box\n".to_owned();
        let others = (1..=size).map(|at| {
            let test = test.replace("ASK", &format!("ask{}(list(box))", at - 1));
            format!("def ask{at}(box):\n    box.append({at})\n{test}    return box\n")
        });
        std::iter::once(first).chain(others).collect::<String>() + &format!("READY = ask{size}([0])\n")
    };
    for test in [
        "    if ASK:\n        box.append(box)\n",
        "    asked = ASK == box\n",
        "    asked = 1 if not ASK else 2\n",
    ] {
        grows_as_its_program(test, 4, |size| {
            let text = chain(size, test);
            let app = "import dockyard\n\ndef sail():\n    return dockyard.READY\n".to_owned();
            case(&[("app".to_owned(), app)]).site(&[("dockyard", &text)])
        });
    }
}

#[test]
fn loops_whose_bodies_call_what_has_loops() {
    grows_as_its_program("loops", 4, |size| {
        let first = "def go0(box):\n    own = box\n    return own\n".to_owned();
        let others = (1..=size).map(|at| {
            let before = at - 1;
            format!("def go{at}(box):\n    own = box\n    while own:\n        go{before}(list(box))\n    return own\n")
        });
        let text = std::iter::once(first).chain(others).collect::<String>() + &format!("go{size}([0])\n");
        let main = "import dockyard\n\ndef sail():\n    return dockyard\n".to_owned();
        case(&[("app".to_owned(), text), ("main".to_owned(), main)])
    });
}

#[test]
fn installed_modules_that_are_imported_one_by_one() {
    grows_as_its_program("installed", 20, |size| {
        let installed: Vec<(String, String)> = (0..size)
            .map(|at| {
                let text = "import logging\nLOG = logging.getLogger(__name__)\nclass Part:\n    def work(self):\n        return LOG\n";
                (format!("part{at}"), text.to_owned())
            })
            .collect();
        let installed: Vec<(&str, &str)> = installed
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let imports = (0..size).map(|at| format!("import part{at}\n"));
        let uses = (0..size).map(|at| format!("def use{at}():\n    return part{at}.Part().work()\n"));
        case(&[("app".to_owned(), imports.chain(uses).collect())]).site(&installed)
    });
}

#[test]
fn tests_that_call_the_same_functions() {
    grows_as_its_program("tests", 20, |size| {
        let app = "import dockyard\n\ndef make(name):\n    parts = [name]\n    for part in parts:\n        parts.append(part)\n    return parts\n";
        let tests: String = (0..size)
            .map(|at| {
                format!(
                    "def test_{at}(monkeypatch):\n    monkeypatch.setenv('APP_{at}', 'x')\n    assert make('{at}')\n"
                )
            })
            .collect();
        let tests = format!("from app import make\n\n{tests}");
        case(&[("app".to_owned(), app.to_owned())]).tests(&[("test_app", &tests)])
    });
}

#[test]
fn classes_that_are_made_with_what_they_read() {
    grows_as_its_program("classes", 20, |size| {
        let classes = (0..size).map(|at| {
            format!(
                "class Model{at}:\n    ship: dockyard.Ship\n\nclass Reader{at}(Base):\n    def __init__(self, kind):\n        \
                 super().__init__()\n        self.kind = kind\n        typing.get_type_hints(kind)\n\ndef read{at}():\n    \
                 return Reader{at}(Model{at})\n\n"
            )
        });
        let start = "from __future__ import annotations\nimport typing\nimport dockyard\n\nclass Base:\n    pass\n\n";
        case(&[(
            "app".to_owned(),
            std::iter::once(start.to_owned()).chain(classes).collect(),
        )])
    });
}

#[test]
fn strings_that_name_files() {
    grows_as_its_program("files", 20, |size| {
        let module = |at: usize| (format!("app{at}"), "import dockyard\n".to_owned());
        let words: String = (0..size)
            .map(|at| format!("'src/app{at}.py', 'other{at}.py', "))
            .collect();
        let load = "def load(path):\n    spec = util.spec_from_file_location('x', path)\n    module = \
                    util.module_from_spec(spec)\n    spec.loader.exec_module(module)\n    return getattr(module, path)\n";
        let text = format!("import importlib.util as util\n\nPATHS = [{words}]\n\n{load}");
        let all: Vec<(String, String)> = (0..size).map(module).chain([("loader".to_owned(), text)]).collect();
        case(&all)
    });
}
