//! What loads modules by their names under other names than its own, what that gives to others, and modules under other names.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";

/// A program whose `app.loader` loads modules, and whose `app.main` says what.
fn program(loader: &str, main: &str) -> Case {
    Case::from(USE).and(&[
        ("app.loader", loader),
        ("app.plugins", ""),
        ("app.plugins.one", USE),
        ("app.main", &format!("from app import loader\n{main}\n")),
    ])
}

const LOOK: &str = "loader.look('app.images')";

#[test]
fn functions_that_load_modules_under_other_names() {
    for loader in [
        "from importlib import import_module\ndef look(n):\n    return dir(import_module(name=n))",
        "from importlib import import_module\ndef look(*a, **kw):\n    return dir(import_module(*a, **kw))",
        "from importlib import import_module as load\ndef look(n):\n    return dir(load(n))",
        "import importlib\nload = importlib.import_module\ndef look(n):\n    return vars(load(n))",
        "import importlib as i\ndef look(n):\n    load = i.import_module\n    m = load(n)\n    return vars(m)",
        "load = __import__\ndef look(n):\n    m = load(n, fromlist=['x'])\n    return m.__dict__",
        "from importlib import import_module\ndef look(*names):\n    return [dir(m) for m in map(import_module, names)]",
        "from importlib import import_module\nHOW = {'load': import_module}\ndef look(n):\n    return dir(HOW['load'](n))",
        "from importlib import import_module\ndef look(n, load=import_module):\n    return dir(load(n))",
        "import importlib\ndef look(n):\n    return dir(getattr(importlib, 'import_module')(n))",
        "import pkgutil\ndef look(n):\n    return dir(pkgutil.resolve_name(n))",
        "from importlib import import_module\ndef call(f, *a):\n    return f(*a)\ndef look(n):\n    return dir(call(import_module, n))",
    ] {
        check_kept(program(loader, LOOK), "app.images", Code::NamespaceRead);
        check_deferred(program(loader, LOOK), "app.plugins.one", &LOCAL);
    }
    // It is called with texts, or another thing is.
    for loader in [
        "from importlib import import_module as load\ndef look(n):\n    return dir(load('json'))",
        "import importlib\nload = importlib.import_module\ndef look(n):\n    return dir(load('json'))",
        "from json import load\ndef look(n):\n    return dir(load(n))",
    ] {
        check_deferred(program(loader, LOOK), "app.images", &LOCAL);
    }
    let handed = "import importlib\nloader.look(importlib.import_module, 'app.images')";
    check_kept(
        program("def look(f, n):\n    return dir(f(n))", handed),
        "app.images",
        Code::NamespaceRead,
    );
    let patched = "import importlib\nreal = importlib.import_module\nimportlib.import_module = lambda n: real('app.images')\n\
                   loader.look()";
    let loader = "import importlib\ndef look():\n    m = importlib.import_module('json')\n    return dir(m)";
    check_kept(program(loader, patched), "app.images", Code::NamespaceRead);
}

/// Whatever is asked for by a name that begins so is below that.
#[test]
fn a_module_whose_name_begins_so() {
    for loader in [
        "import inspect, sys\ndef look(n):\n    return inspect.getmembers(sys.modules[f'app.plugins.{n}'])",
        "import sys\ndef look(n):\n    return vars(sys.modules['app.plugins.' + n])",
        "import importlib\ndef look(n):\n    return dir(importlib.import_module('app.plugins.%s' % n))",
        "import importlib, inspect\ndef look(n):\n    return inspect.getmembers(importlib.import_module(f'app.plugins.{n}'))",
    ] {
        check_deferred(program(loader, "loader.look('one')"), "app.images", &LOCAL);
        check_kept(
            program(loader, "loader.look('one')"),
            "app.plugins.one",
            Code::NamespaceRead,
        );
        // What is loaded by its name is what the name says.
        if !loader.contains("sys.modules") {
            continue;
        }
        for (name, is_kept) in [("'gone'", false), ("'app.plugins.two'", true), ("name", true)] {
            let test = format!(
                "import sys\nfrom app import images\nname = 'x'\n\ndef test_it(monkeypatch):\n    monkeypatch.setitem(sys.modules, {name}, images)\n"
            );
            let case = program(loader, LOOK).tests(&[("tests.test_it", &test)]);
            match is_kept {
                true => check_kept(case, "app.images", Code::NamespaceRead),
                false => check_deferred(case, "app.images", &LOCAL),
            }
        }
    }
    // Its name begins in another way, or something else lies under such a name.
    for loader in [
        "import sys\ndef look(n):\n    return vars(sys.modules[f'app.{n}'])",
        "import sys\ndef look(n):\n    return vars(sys.modules[f'{n}.plugins.'])",
        "import sys\nfrom app import images\nsys.modules['app.plugins.two'] = images\ndef look(n):\n    return vars(sys.modules[f'app.plugins.{n}'])",
        "import sys\nfrom app import images\ndef put(n):\n    sys.modules[n] = images\ndef look(n):\n    return vars(sys.modules[f'app.plugins.{n}'])",
        "import importlib\nfrom app import images\nimportlib.import_module = lambda n: images\ndef look(n):\n    return dir(importlib.import_module('app.plugins.' + n))",
        "import sys\nfrom app import images\nfor k, m in {'app.plugins.two': images}.items():\n    sys.modules[k] = m\ndef look(n):\n    return vars(sys.modules['app.plugins.' + n])",
        "import sys\nfrom app import images\ndef put(k, m):\n    sys.modules[k] = m\nput('app.plugins.two', images)\ndef look(n):\n    return vars(sys.modules['app.plugins.' + n])",
        "import sys\nfrom app import images\nthere = sys.modules\nthere['app.plugins.two'] = images\ndef look(n):\n    return vars(sys.modules['app.plugins.' + n])",
        "from app import images\ndef import_module(n):\n    return images\ndef look(n):\n    return dir(import_module('app.plugins.' + n))",
    ] {
        check_kept(program(loader, LOOK), "app.images", Code::NamespaceRead);
    }
    // A function of that name that another file defines, and that goes elsewhere.
    let util = "import importlib\ndef import_module(n):\n    return importlib.import_module('app.' + n.split('.')[-1].replace('two', 'images'))\n";
    let loader = "from app import images\nfrom app.util import import_module\ndef look(n):\n    return dir(import_module(f'app.plugins.{n}'))";
    check_kept(
        program(loader, "loader.look('two')").and(&[("app.util", util)]),
        "app.images",
        Code::NamespaceRead,
    );
}

#[test]
fn names_below_a_package() {
    let look = |call: &str| format!("from importlib import import_module\ndef look(n):\n    return dir({call})");
    for (call, main) in [
        ("import_module(n, 'app.plugins')", "loader.look('.one')"),
        ("import_module(n, package='app.plugins')", "loader.look('.one')"),
        ("import_module('.one', 'app.plugins')", "loader.look('')"),
        ("import_module(name='.one', package='app.plugins')", "loader.look('')"),
    ] {
        check_kept(program(&look(call), main), "app.plugins.one", Code::NamespaceRead);
        check_deferred(program(&look(call), main), "app.images", &LOCAL);
    }
    for (call, main) in [
        ("import_module(n, 'app.plugins')", "loader.look('..images')"),
        ("import_module(n, __package__)", "loader.look('.images')"),
        ("import_module('..images', 'app.plugins')", "loader.look('')"),
        ("import_module(f'..{n}', 'app.plugins')", "loader.look('images')"),
    ] {
        check_kept(program(&look(call), main), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn modules_that_a_file_gives_to_others() {
    let loader = "from importlib import import_module\ndef get(n):\n    return import_module('app.' + n)\n\
                  def each(f, *names):\n    for n in names:\n        f(get(n))\n\
                  TABLE = {}\ndef fill(n):\n    TABLE[n] = get(n)\n\
                  def plain(n):\n    return [n]\n";
    for main in [
        "vars(loader.get('images'))",
        "def show(m):\n    return dir(m)\nm = loader.get('images')\nshow(m)",
        "m = loader.get('images')\nvars(m)",
        "from app.loader import get as fetch\ndef go():\n    m = fetch('images')\n    return vars(m)",
        "def show(m):\n    return dir(m)\nloader.each(show, 'images')",
        "loader.fill('images')\nfor m in loader.TABLE.values():\n    dir(m)",
        "from app import shower\nshower.show(loader.get('images'))",
        "from app import api\nm = api.fetch('images')\nvars(m)",
    ] {
        let case = program(loader, main).and(&[
            ("app.shower", "def show(m):\n    return dir(m)\n"),
            (
                "app.api",
                "from app.loader import get\ndef fetch(n):\n    return get(n)\n",
            ),
        ]);
        check_kept(case, "app.images", Code::NamespaceRead);
    }
    for main in [
        "m = loader.plain('images')\nvars(m)",
        "def show(m):\n    return vars(m)\nshow(loader)",
    ] {
        check_deferred(program(loader, main), "app.images", &LOCAL);
    }
    let renamed = "from importlib import import_module as load\n";
    let main =
        "from app.loader import load\ndef look(n):\n    m = load('app.' + n)\n    return vars(m)\nlook('images')";
    check_kept(program(renamed, main), "app.images", Code::NamespaceRead);
}

#[test]
fn modules_put_under_other_names() {
    let case = |puts: &str, user: &str| {
        program("", "").and(&[
            ("app.start", &format!("import sys\nfrom app import images\n{puts}\n")),
            ("app.user", &format!("import app.start\n{user}\n")),
        ])
    };
    for puts in [
        "sys.modules['alias'] = images",
        "sys.modules.setdefault('alias', images)",
        "sys.modules.update(alias=images)",
        "sys.modules.update({'alias': images})",
        "sys.modules |= {'alias': images}",
        "sys.modules['alias'], x = images, 1",
        "for n in ['alias', 'other']:\n    sys.modules[n] = images",
        "from importlib import import_module\nsys.modules['alias'] = import_module('app.images')",
    ] {
        for user in [
            "import alias\nvars(alias)",
            "from importlib import import_module\nm = import_module('alias')\nvars(m)",
        ] {
            check_kept(case(puts, user), "app.images", Code::NamespaceRead);
        }
    }
    for puts in [
        "sys.modules['other'] = images",
        "sys.modules['alias'] = sys",
        "sys.modules['alias'] = object()",
    ] {
        check_deferred(case(puts, "import alias\nvars(alias)"), "app.images", &LOCAL);
    }
    let itself = format!("{USE}import sys\nsys.modules['alias'] = sys.modules[__name__]\n");
    let user = [("app.user", "import app.images\nimport alias\nvars(alias)\n")];
    check_kept(
        Case::from(itself.as_str()).and(&user),
        "app.images",
        Code::NamespaceRead,
    );
}

#[test]
fn constants_that_others_give_another_value() {
    let look = |head: &str, name: &str| {
        format!("from importlib import import_module\n{head}\ndef look(n):\n    return dir(import_module({name}))")
    };
    for (head, name) in [("BASE = 'plug'", "BASE + '.' + n"), ("BASE = 'plug'", "f'{BASE}.{n}'")] {
        for sets in [
            "loader.BASE = 'app'",
            "setattr(loader, 'BASE', 'app')",
            "setattr(loader, 'BA' + 'SE', 'app')",
        ] {
            let main = format!("{sets}\nloader.look('images')");
            check_kept(program(&look(head, name), &main), "app.images", Code::NamespaceRead);
        }
        check_deferred(
            program(&look(head, name), "loader.look('images')"),
            "app.images",
            &LOCAL,
        );
    }
    for (sets, kept) in [("loader.KIND = 'plugins'", true), ("", false)] {
        for name in ["f'app.{KIND}.{n}'", "f'app.{KIND}.one'"] {
            let case = program(&look("KIND = 'others'", name), &format!("{sets}\nloader.look('one')"));
            if kept {
                check_kept(case, "app.plugins.one", Code::NamespaceRead);
            } else {
                check_deferred(case, "app.plugins.one", &LOCAL);
            }
        }
    }
    let class = "from importlib import import_module\nclass Loader:\n    KIND = 'others'\n    def look(self, n):\n        \
                 return dir(import_module(f'app.{self.KIND}.{n}'))\n";
    let sets = "class Other(loader.Loader):\n    KIND = 'plugins'\nOther().look('one')";
    check_kept(program(class, sets), "app.plugins.one", Code::NamespaceRead);
    check_deferred(program(class, "loader.Loader().look('one')"), "app.plugins.one", &LOCAL);
}
