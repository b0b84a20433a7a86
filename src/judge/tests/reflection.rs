//! Programs that look things up by names: what kind of names, and whose.
use super::super::Code;
use super::super::Strategy;
use super::super::testing::{Case, check_deferred, check_kept};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

fn with(rest: &str) -> Case {
    Case::from(format!("{USE}\n{rest}\n").as_str())
}

/// Who asks for names that are put together asks for no others.
#[test]
fn names_that_are_put_together() {
    for rest in [
        "def draw(kind):\n    return globals()['_draw_%s' % kind]()",
        "def draw(kind):\n    return globals()[f'_draw_{kind.name}']()",
        "def draw(kind):\n    return '_draw_' + kind in globals()",
        "def draw(kind):\n    return globals().get(f'{kind}_drawn')",
    ] {
        check_deferred(with(rest), "app.images", &LOCAL);
    }
    for rest in [
        "def draw(kind):\n    return globals()['con%s' % kind]()",
        "def draw(kind):\n    return f'{kind}nect' in globals()",
        "def draw(kind):\n    return globals()[kind]()",
        "def draw(kind):\n    return globals()[f'{kind}']()",
        "KIND = '_draw'\ndef draw():\n    return KIND in globals()",
        "def draw(kind):\n    return f'_draw_{kind}' in globals(), globals()",
    ] {
        check_kept(with(rest), "app.images", Code::NamespaceRead);
    }
}

/// Of the names in a listing those that pass a test are taken.
#[test]
fn listings_of_which_some_names_are_taken() {
    let case = |test: &str| {
        let test = format!("import app.images\nVIEWS = [name for name in dir(app.images) if {test}]\n");
        Case::from(USE).tests(&[("tests.test_views", &test)])
    };
    check_deferred(case("name.endswith('View')"), "app.images", &LOCAL);
    check_deferred(case("name.startswith('draw_') and len(name) > 9"), "app.images", &LOCAL);
    check_kept(case("name.endswith('nect')"), "app.images", Code::NamespaceRead);
    check_kept(case("not name.endswith('View')"), "app.images", Code::NamespaceRead);
    check_kept(
        case("name.endswith('View') or len(name) > 9"),
        "app.images",
        Code::NamespaceRead,
    );
}

/// `replace` of a string is none of a library for tests.
#[test]
fn text_that_is_replaced() {
    let case = |call: &str| {
        let other = format!("from app import images\n\ndef go(table, text):\n    {call}\n    return images.size()\n");
        Case::from(USE).and(&[("app.other", &other)])
    };
    check_deferred(case("text = text.replace(f'{table.name}.', '')"), "app.images", &LOCAL);
    check_deferred(case("text = str(text).replace(text, 'connect')"), "app.images", &LOCAL);
    let test = |call: &str| {
        let test = format!("from testfixtures import Replacer, replace\n\ndef test():\n    {call}\n");
        Case::from(USE).tests(&[("tests.test_images", &test)])
    };
    let served = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    for call in [
        "with replace('app.images.connect', None): ...",
        "Replacer().replace('app.images.connect', None)",
    ] {
        check_deferred(test(call), "app.images", &served);
    }
}

/// Who loads a file that a user names, and registers it, replaces no module of others.
#[test]
fn plugins_that_are_registered_under_names_of_users() {
    let case = |words: &str| {
        let source = format!(
            "import sys\nfrom importlib.util import find_spec, module_from_spec\nimport dockyard\n{words}\n\ndef load(name):\n    spec = find_spec(name)\n    if spec.name in sys.modules:\n        return sys.modules[spec.name]\n    module = module_from_spec(spec)\n    sys.modules[spec.name] = module\n    spec.loader.exec_module(module)\n    return module\n\ndef size():\n    return dockyard.SIZE\n"
        );
        Case::from(source.as_str()).and(&[
            ("app.sails", "SIZE = 1\n"),
            (
                "app.hold",
                "from app.sails import SIZE\n\ndef size():\n    return SIZE\n",
            ),
        ])
    };
    check_deferred(case("WORDS = ['dockyard', 'app']"), "app.images", &LOCAL);
    let both = |words: &str| case(words).heavy(&["app.sails"]);
    check_deferred(both("WORDS = ['app']"), "app.hold", &LOCAL);
    check_kept(both("WORDS = ['app.sails']"), "app.hold", Code::SysModules);
}

/// What installed packages ask the loaded modules for is no file that a user names.
#[test]
fn plugins_that_others_do_not_ask_for() {
    let load = |enters: &str| {
        format!(
            "import sys\nfrom types import ModuleType\nfrom importlib.util import module_from_spec, spec_from_file_location\nimport rig\n\ndef load(name, path):\n    spec = spec_from_file_location(name, path)\n    module = module_from_spec(spec)\n    {enters}\n    spec.loader.exec_module(module)\n\ndef size():\n    return rig.SIZE\n"
        )
    };
    let case = |enters: &str| Case::from(load(enters).as_str()).heavy(&["rig"]);
    let asks = [("rig", "import sys\nSIZE = 'sphinx' in sys.modules\n")];
    for enters in ["sys.modules[spec.name] = module", "sys.modules[name] = module"] {
        check_deferred(case(enters).site(&asks), "app.images", &LOCAL);
        // The project itself may load it.
        check_kept(case(enters).and(&asks), "app.images", Code::ImportWindow);
    }
    // A stand-in, a name that is known, and a module that goes.
    for enters in [
        "sys.modules[name] = ModuleType(name)",
        "sys.modules['sphinx'] = module",
        "del sys.modules[name]",
    ] {
        check_kept(case(enters).site(&asks), "app.images", Code::ImportWindow);
    }
}

/// What the command line says is put into no module.
#[test]
fn values_of_the_command_line() {
    let case = |class: &str, body: &str| {
        let source = format!(
            "import argparse\nfrom dockyard import connect\nfrom importlib import import_module\n\nplugin = import_module('app.images')\n\nclass Set({class}):\n    def __call__(self, parser, namespace, values, option):\n        {body}\n\ndef size(parser):\n    options = parser.parse_args()\n    print(vars(options))\n    return connect()\n"
        );
        Case::from(source.as_str())
    };
    let set = "setattr(namespace, self.dest, values)";
    check_deferred(case("argparse.Action", set), "app.images", &LOCAL);
    let served = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    let other = set.replace("namespace", "values");
    check_deferred(case("argparse.Action", &other), "app.images", &served);
    check_deferred(case("dict", set), "app.images", &served);
}

/// An interrupt is no missing package.
#[test]
fn handlers_of_what_no_import_raises() {
    let case = |caught: &str| {
        let start = format!(
            "def main():\n    try:\n        from app import images\n        images.size()\n    except {caught}:\n        return 130\n"
        );
        Case::from("import rig\n\ndef size():\n    return rig.SIZE\n")
            .and(&[("app.start", start.as_str())])
            .site(&[("rig", "SIZE = 1\n")])
            .heavy(&["rig"])
    };
    check_deferred(case("KeyboardInterrupt"), "app.images", &LOCAL);
    check_deferred(case("(KeyboardInterrupt, SystemExit)"), "app.images", &LOCAL);
    check_kept(
        case("(KeyboardInterrupt, ImportError)"),
        "app.images",
        Code::GuardedElsewhere,
    );
    check_kept(case("BaseException"), "app.images", Code::GuardedElsewhere);
}

/// A class is no module, nor is what was copied; and who is handed `delattr` with what it is for deletes that.
#[test]
fn what_attributes_are_taken_of() {
    let case = |does: &str| {
        let user = format!(
            "import copy\nfrom app import images\n\nHELD = [images]\n\nclass Tidy:\n    def tidy(self, stack, thing, key):\n        {does}\n"
        );
        Case::from(USE).and(&[("app.user", &user)])
    };
    for does in [
        "delattr(thing, key)",
        "delattr(thing.kind, key)",
        "other = thing\n        delattr(other, key)",
        "stack.callback(delattr, thing, key)",
        "stack.callback(delattr, *thing)",
        "stack.callback(lambda: None, delattr, self, key)",
        "stack.apply(delattr, self, key)",
        "stack.callback(delattr, self, key)\n\n    def callback(self, does, *what):\n        does(images, 'connect')",
        "stack.callback(delattr, self, key)\n        stack.callback = thing",
    ] {
        check_kept(case(does), "app.images", Code::NamespaceRead);
    }
    let named = "stack.callback(delattr, images, 'connect')";
    check_kept(case(named), "app.images", Code::ReboundName);
    for does in [
        "delattr(thing.__class__, key)",
        "other = copy.copy(thing)\n        delattr(other, key)",
        "stack.callback(delattr, self, key)",
        "stack.callback(delattr, self, 'connect')",
        "stack.callback(delattr, thing.__class__, key)",
    ] {
        check_deferred(case(does), "app.images", &LOCAL);
    }
}

#[test]
fn a_module_that_is_handed_to_a_package_keeps_what_may_be_marked_in_it() {
    let case = |shared: &str| {
        let main = "import plugger\ndef main():\n    from app import plugin\n    plugger.Manager().register(plugin)\n";
        Case::from([
            ("app", ""),
            ("app.shared", shared),
            (
                "app.plugin",
                "from app.shared import shared\ndef run():\n    return shared()\n",
            ),
            ("app.main", main),
        ])
        .heavy(&["app.shared"])
    };
    let kept = |shared: &str| check_kept(case(shared), "app.plugin", Code::NamespaceRead);
    kept("from plugger import mark\n@mark\ndef shared(): ...\n");
    kept("class shared: ...\n");
    kept("from plugger import Task\nshared = Task()\n");
    let deferred = |shared: &str| check_deferred(case(shared), "app.plugin", &SERVED);
    deferred("def shared(): ...\n");
    deferred("from decimal import Decimal as shared\n");
}

/// Code that goes over the values of a namespace, and changes each, changes what is in it.
#[test]
fn values_of_a_namespace_that_are_changed() {
    let case = |loops: &str| {
        let api = format!("from app.util import Own\n\ndef mark():\n    {loops}:\n        value.size = 1\n");
        Case::from("from app.kit import SIZE\n\ndef size():\n    return SIZE\n")
            .and(&[
                ("app.util", "class Own: pass\n"),
                (
                    "app.kit",
                    "from app.util import Own\n\nSIZE = getattr(Own, 'size', 0)\n",
                ),
                ("app.api", api.as_str()),
            ])
            .heavy(&["app.kit"])
    };
    for values in [
        "globals().values()",
        "list(globals().values())",
        "vars(__import__('sys').modules[__name__]).values()",
        "[globals().setdefault('Own')]",
        "[globals().pop('Own')]",
        "[globals()[name] for name in ['Own', 'mark']]",
    ] {
        check_kept(
            case(&format!("for value in {values}")),
            "app.images",
            Code::ImportWindow,
        );
    }
    for values in ["globals().keys()", "[globals()[name] for name in ['mark']]"] {
        check_deferred(
            case(&format!("for value in {values}")),
            "app.images",
            &[Strategy::FunctionLocal],
        );
    }
}
