//! Who else sees a name: other files of the project, computed names, any code that is handed the module.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept, check_untouched, rewritten};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

#[test]
fn names_that_other_files_start() {
    for name in [
        "app.images:connect",
        "app.images.connect",
        "app.images:connect.deep",
        "app.images:*",
    ] {
        check_deferred(Case::from(USE).started(name), "app.images", &SERVED);
    }
    for name in ["app.images:size", "app.images", "app.other:connect", "images:connect"] {
        check_deferred(Case::from(USE).started(name), "app.images", &LOCAL);
    }
}

#[test]
fn the_start_of_a_program_that_is_also_a_script() {
    let text = "from app.images import size\n\nif __name__ == '__main__':\n    size()\n";
    let heavy = "import dockyard\n\nclass Own(dockyard.Ship): ...\n\ndef size(): ...\n";
    let case = Case::from(heavy).and(&[("app.__main__", text)]);
    let after = rewritten(case.started("app.__main__:size"), "app.__main__");
    assert!(after.contains("def __getattr__(name):"), "{after}");
    assert!(
        after.contains("\n    from app.images import size\n\n    size()\n"),
        "{after}"
    );
}

/// A test that has `app.images` as `images`.
fn tested(test: &str) -> Case {
    let head = "from unittest import mock\nfrom app import images\n";
    Case::from(USE).tests(&[("tests.test_images", &format!("{head}{test}\n"))])
}

#[test]
fn patches_under_names_that_are_put_together() {
    for test in [
        "MOD = 'app.images'\ndef test(): mock.patch('{}.connect'.format(MOD))",
        "MOD = 'app.images'\ndef test(): mock.patch('%s.connect' % MOD)",
        "def test(): mock.patch('%s.connect' % images.__name__)",
        "def test(): mock.patch('.'.join(['app', 'images', 'connect']))",
        "def fake(name): return mock.patch('app.images.' + name)",
        "def fake(mod, name): return mock.patch(f'app.{mod}.{name}')",
        "def fake(target): return mock.patch(target)",
        "class Test:\n    MOD = 'app.images'\n    def test(self): mock.patch(self.MOD + '.connect')",
        "FAKES = {'connect': 1}\ndef test(): mock.patch.multiple(images, **FAKES)",
        "def test(): mock.patch.multiple('app.images', **{'connect': 1})",
        "def test():\n    for name in ('connect', 'x'): setattr(images, name, 1)",
        "def fake(name): setattr(images, name, 1)",
        "from flexmock import flexmock\ndef test(): flexmock(images).should_receive('connect')",
        "class Test:\n    module = images\n    def test(self): mock.patch.object(self.module, 'connect')",
    ] {
        let after = rewritten(tested(test), "app.images");
        assert!(
            after.contains("    from app.images import connect\n"),
            "{test}\n{after}"
        );
    }
}

#[test]
fn names_that_are_put_together_and_mean_others() {
    for test in [
        "MOD = 'app.other'\ndef test(): mock.patch('{}.connect'.format(MOD))",
        "def test(): mock.patch('app.images.' + 'size')",
        "def test():\n    for name in ('size', 'x'): setattr(images, name, 1)",
        "def test(): assert f'{images.size()}.connect'",
        "def test(): print(images, isinstance(images, object))",
    ] {
        check_deferred(tested(test), "app.images", &LOCAL);
    }
}

#[test]
fn deleted_names() {
    for test in [
        "def test(monkeypatch): monkeypatch.delattr('app.images.connect')",
        "def test(monkeypatch): monkeypatch.delattr(images, 'connect')",
        "def test(): del images.connect",
    ] {
        check_kept(tested(test), "app.images", Code::ReboundName);
    }
    check_deferred(tested("def test(): del images.size"), "app.images", &LOCAL);
}

#[test]
fn whoever_is_handed_the_module() {
    let helper = |text: &str| {
        let other = "from app import helper, images\n\ndef go(): return helper.names(images)\n";
        Case::from(USE).and(&[("app.helper", text), ("app.other", other)])
    };
    for text in [
        "def names(*sources): return [source.__dict__ for source in sources]",
        "def names(source): return vars(source)",
        "def names(source):\n    found = source\n    return dir(found)",
    ] {
        check_kept(helper(text), "app.images", Code::NamespaceRead);
    }
    for text in [
        "def names(source): return source.__name__",
        "class Box:\n    def all(self): return dir(self), vars(self), self.__dict__, type(self).__dict__\ndef names(source): ...",
        "class Box: ...\ndef names(source):\n    box = Box()\n    return vars(box), Box.__dict__, vars(dict(a=1))",
    ] {
        check_deferred(helper(text), "app.images", &LOCAL);
    }
}

#[test]
fn members_of_a_plugin() {
    let loader = "import importlib\nimport inspect\n\ndef load(name):\n    module = importlib.import_module('app.' + name)\n    return inspect.getmembers(module)\n";
    check_kept(
        Case::from(USE).and(&[("app.loader", loader)]),
        "app.images",
        Code::NamespaceRead,
    );
    let elsewhere = loader.replace("'app.'", "'other.'");
    check_deferred(Case::from(USE).and(&[("app.loader", &elsewhere)]), "app.images", &LOCAL);
}

#[test]
fn names_of_the_caller() {
    let script = |call: &str| format!("import fire\n{USE}\nif __name__ == '__main__':\n    {call}\n");
    check_kept(script("fire.Fire()").as_str(), "app.images", Code::NamespaceRead);
    check_deferred(script("fire.Fire(size)").as_str(), "app.images", &LOCAL);
}

#[test]
fn text_that_runs_in_a_dict_of_its_own() {
    let with = |rest: &str| format!("{USE}\ndef run(text, values):\n{rest}\n");
    for rest in [
        "    globals = dict(values)\n    exec(text, globals)\n    return globals['x']",
        "    scope = {}\n    return eval(text, scope)",
        "    return eval(text, {'__builtins__': {}}, values)",
    ] {
        check_deferred(with(rest).as_str(), "app.images", &LOCAL);
    }
    for rest in [
        "    exec(text)",
        "    return eval(text, globals(), values)",
        "    exec(text, globals=globals())",
    ] {
        check_kept(with(rest).as_str(), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn tests_that_import_the_program_anew() {
    let forgetting = |test: &str| {
        let head = "import sys\nBUDGET = {'dockyard': 40, 'app.images': 5}\n";
        Case::from(USE).tests(&[("tests.test_fresh", &format!("{head}{test}\n"))])
    };
    check_deferred(
        forgetting(
            "def fresh():\n    for name in list(sys.modules):\n        if name.startswith('app.'):\n            del sys.modules[name]",
        ),
        "app.images",
        &LOCAL,
    );
    for test in [
        "def fresh():\n    for name in [name for name in sys.modules if name.split('.')[0] in BUDGET]:\n        del sys.modules[name]",
        "def fresh():\n    for name in BUDGET:\n        sys.modules.pop(name, None)",
        "def fresh(name): sys.modules.pop(name, None)",
    ] {
        check_kept(forgetting(test), "app.images", Code::SysModules);
    }
    let support =
        "import sys\n\ndef forget(*names):\n    return {name: sys.modules.pop(name, None) for name in names}\n";
    let told = |test: &str| Case::from(USE).tests(&[("tests.support", support), ("tests.test_fresh", test)]);
    let test = "from tests.support import forget\n\ndef test(): forget('dockyard')\n";
    check_kept(told(test), "app.images", Code::SysModules);
    check_deferred(told("NAME = 'dockyard'\n"), "app.images", &LOCAL);
}

#[test]
fn stars_that_only_type_checkers_see() {
    let case = |text: &str| Case::from(USE).and(&[("app.api", text)]);
    for text in [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.images import *\n",
        "if False:\n    from app.images import *\n",
        "from typing import TYPE_CHECKING as CHECKING\nif CHECKING:\n    from app.images import *\n",
    ] {
        check_deferred(case(text), "app.images", &LOCAL);
    }
    check_kept(case("from app.images import *\n"), "app.images", Code::StarImported);
    check_kept(
        case("if 1:\n    from app.images import *\n"),
        "app.images",
        Code::StarImported,
    );
}

#[test]
fn two_submodules_under_one_name() {
    let text = "import dockyard.hull\nimport dockyard.sails\n\nSIZE = dockyard.sails.hoist()\n\ndef build(size=SIZE):\n    return dockyard.hull.build()\n";
    let after = rewritten(text, "app.images");
    assert!(after.starts_with("import dockyard.sails\n"), "{after}");
    assert!(
        after.contains("def build(size=SIZE):\n    import dockyard.hull\n"),
        "{after}"
    );
    check_one_kept(text, "app.images", "import dockyard.sails", Code::UsedAtImport);
    // Any code that asks the module for the name wants both.
    let other = "from app import images\n\ndef go(): return images.dockyard.hull\n";
    check_untouched(Case::from(text).and(&[("app.other", other)]), "app.images");
    // The package itself is used at once, with whatever is in it.
    check_untouched(
        text.replace("dockyard.sails.hoist()", "list(dockyard)").as_str(),
        "app.images",
    );
}

#[test]
fn one_name_of_a_namespace() {
    let with = |rest: &str| format!("{USE}\ndef other():\n    return {rest}\n");
    for rest in [
        "globals()['connect']",
        "globals().get('connect')",
        "vars()['x'], globals()",
    ] {
        check_kept(with(rest).as_str(), "app.images", Code::NamespaceRead);
    }
    for rest in ["globals()['size']", "globals().get('__name__')"] {
        check_deferred(with(rest).as_str(), "app.images", &LOCAL);
    }
}

#[test]
fn frames_of_the_caller() {
    let case = |rest: &str| {
        let helper = format!("import sys\n\ndef names():\n    return sys._getframe(1).f_globals{rest}\n");
        Case::from(format!("from app.helper import names\n{USE}\ndef all(): return names()\n").as_str())
            .and(&[("app.helper", &helper)])
    };
    check_kept(case(""), "app.images", Code::NamespaceRead);
    check_deferred(case("['__name__']"), "app.images", &LOCAL);
}

/// What an installed package looks up in the frames of a traceback are the names in the lines that it shows, where a rule says so.
#[test]
fn frames_that_a_traceback_shows() {
    let case = |method: &str| {
        let shows = format!(
            "import sys\n\nclass ExceptionFormatter:\n    def {method}(self, text):\n        frame = sys._getframe(text.count(text))\n        return frame.f_globals[text]\n\ndef show(text):\n    return ExceptionFormatter().{method}(text)\n"
        );
        let app = format!(
            "{USE}\nfrom loguru._better_exceptions import show\n\ndef fails(text): return show(text)\nSHOWN = fails(str(object()))\n"
        );
        Case::from(app.as_str()).site(&[("loguru", ""), ("loguru._better_exceptions", &shows)])
    };
    check_kept(case("_get_all"), "app.images", Code::NamespaceRead);
    check_deferred(case("_get_relevant_values"), "app.images", &LOCAL);
}

/// Behind a dot, the text of `eval` names what another module has.
#[test]
fn attributes_in_a_text_that_is_evaluated() {
    let case = |text: &str| {
        let app =
            format!("import app.images as images\n\ndef run():\n    return eval({text:?}, globals(), {{'x': 1}})\n");
        Case::from(USE).and(&[("app", app.as_str())])
    };
    check_deferred(
        case("images.connect(x)"),
        "app.images",
        &[Strategy::ModuleGetattr, Strategy::FunctionLocal],
    );
    check_deferred(case("images.other(x)"), "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn a_submodule_that_nothing_in_the_package_binds() {
    let tool = (
        "app.tool",
        "from dockyard import connect\n\ndef size():\n    return connect()\n",
    );
    for package in [
        "from app.tool import size\n\ndef run():\n    return tool.connect()\n",
        "from .tool import size\n\nclass Run:\n    def run(self):\n        return [tool.connect() for _ in 'ab']\n",
        "import app.other\n\ndef run():\n    return tool.connect\n",
        // Each takes it from the other, so that only the submodule is left.
        "from app.other import tool\n\ndef run():\n    return tool.connect()\n",
    ] {
        let other = ("app.other", "from . import tool\n");
        check_deferred(Case::from([("app", package), tool, other]), "app.tool", &SERVED);
    }
    for package in [
        "from app.tool import size\n\ndef run(tool):\n    return tool.connect()\n",
        "from app.tool import size\n\ndef run():\n    return other.connect()\n",
    ] {
        check_deferred(Case::from([("app", package), tool]), "app.tool", &LOCAL);
    }
    let star = (
        "app.more",
        "from app import *\n\ndef run():\n    return tool.connect()\n",
    );
    check_deferred(
        Case::from([("app", "from app.tool import size\n"), tool, star]),
        "app.tool",
        &SERVED,
    );
}

#[test]
fn the_bare_name_of_a_submodule_needs_its_import() {
    let tool = (
        "app.tool",
        "import dockyard\n\ndef size():\n    return dockyard.SIZE\n\nclass Ship(dockyard.Ship): ...\n",
    );
    let bare = "from app.tool import size\n\ndef run():\n    return tool.size()\n";
    let heavy = |package| Case::from([("app", package), tool]).heavy(&["app.tool"]);
    check_kept(heavy(bare), "app", Code::SubmoduleProvider);
    let patched = "from app.tool import size\n\ndef run():\n    tool.size = None\n";
    check_kept(heavy(patched), "app", Code::SourcePatched);
    let dotted = "import app\nfrom app.tool import size\n\ndef run():\n    return app.tool.size()\n";
    check_deferred(heavy(dotted), "app", &[Strategy::ModuleGetattr]);
}

#[test]
fn what_lies_in_a_package_that_is_handed_over() {
    let case = |asks: &str| {
        let more = format!("import functools, operator\nimport app\nimport app.images\n{asks}\n");
        Case::from(USE).and(&[("app.more", &more)])
    };
    for asks in [
        "GET = operator.attrgetter('images.connect')\n\ndef get():\n    return GET(app)",
        "def get(path):\n    return functools.reduce(getattr, path.split('.'), app)",
    ] {
        check_deferred(case(asks), "app.images", &SERVED);
    }
    check_deferred(case("def get():\n    return app.images.size()"), "app.images", &LOCAL);
}

#[test]
fn the_code_of_a_function_with_other_names_around_it() {
    let case =
        |does: &str| Case::from(format!("import inspect, types\n{USE}\ndef other(names):\n    {does}\n").as_str());
    for does in [
        "return types.FunctionType(size.__code__, {'connect': 1})",
        "return inspect.getclosurevars(size).globals",
        "exec(inspect.getsource(size), names)",
        "return inspect.getsource(size), compile(names, 'copy', 'exec')",
    ] {
        check_kept(case(does), "app.images", Code::NamespaceRead);
    }
    for does in [
        "return types.FunctionType(size.__code__, size.__globals__)",
        "return inspect.getsource(size)",
        "return inspect.getsource(size), re.compile(names)",
        "exec('1 + 1', names)",
    ] {
        check_deferred(case(does), "app.images", &LOCAL);
    }
    // A method of the same class that is called so reads what is written in it.
    let method = |reads: &str| {
        let class = format!(
            "class Shell:\n    def getsource(self, of):\n        return {reads}\n\n    def show(self, names):\n        exec('1', names)\n        print(self.getsource(names))\n"
        );
        Case::from(format!("import inspect\n{USE}\n{class}").as_str())
    };
    check_deferred(method("open(of).read()"), "app.images", &LOCAL);
    check_kept(method("inspect.getsource(of)"), "app.images", Code::NamespaceRead);
}
