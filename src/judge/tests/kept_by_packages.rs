//! What installed packages register, settle and keep when they are imported, where nobody misses it until they are.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// A program that imports `rig`, and does this before it uses it.
fn case(before: &str, rig: &[(&str, &str)]) -> Case {
    let source = format!("import rig\n\ndef main():\n    {before}\n    return rig.SIZE\n");
    Case::from(source.as_str()).site(rig).heavy(&["rig"])
}

/// A package that says that another one is missing, which is there.
#[test]
fn warnings_of_what_is_missing() {
    let deep = "try:\n    import sails\nexcept ImportError:\n    import warnings\n    warnings.warn('no sails')\n    raise\nSIZE = 1\n";
    let before = "import warnings\n    warnings.simplefilter('ignore')";
    let there = case(before, &[("rig", deep)]);
    check_deferred(there.clone().site(&[("sails", "")]), "app.images", &LOCAL);
    let always = deep
        .replace("except ImportError:", "finally:")
        .replace("    raise\n", "");
    check_kept(
        case(before, &[("rig", &always), ("sails", "")]),
        "app.images",
        Code::ImportWindow,
    );
}

/// Who names the method asks for none.
#[test]
fn contexts_of_processes() {
    let before = "import multiprocessing\n    multiprocessing.Queue()";
    let rig = |context: &str| format!("from multiprocessing import get_context\nSIZE = get_context({context})\n");
    check_deferred(case(before, &[("rig", &rig("'spawn'"))]), "app.images", &LOCAL);
    check_kept(case(before, &[("rig", &rig(""))]), "app.images", Code::HasEffects);
}

/// A virtual subclass that its package made in native code.
#[test]
fn classes_of_native_code_that_are_registered() {
    let rig = |native: &str| {
        format!(
            "from collections.abc import KeysView\nfrom {native} import _Keys\n\nKeysView.register(_Keys)\nSIZE = 1\n"
        )
    };
    let deck = ("rig.deck", "");
    check_deferred(
        case("pass", &[("rig", &rig("rig._native")), deck]),
        "app.images",
        &LOCAL,
    );
    check_kept(
        case("pass", &[("rig", &rig("sails")), deck]),
        "app.images",
        Code::HasEffects,
    );
    check_kept(case("pass", &[("rig", &rig("sails"))]), "app.images", Code::HasEffects);
}

/// A lock that a package holds for the time of its own code is free again when anybody else runs.
#[test]
fn what_a_package_locks_for_itself() {
    let case = |inside: &str| {
        let rig = format!(
            "import threading\n\n\nclass Cache:\n    def __init__(self):\n        self.lock = threading.Lock()\n        self.held = {{}}\n\n    \
             def make(self, name):\n        return name\n\n    def get(self, name, make=None):\n        with self.lock:\n            {inside}\n\n\nCACHE = Cache()\n"
        );
        Case::from("import dockyard\n\ndef size():\n    return dockyard.SIZE\n")
            .site(&[("dockyard", "import rig\nSIZE = rig.CACHE.get('a')\n"), ("rig", &rig)])
            .and(&[(
                "app.main",
                "import rig\nfrom app.images import size\n\ndef main():\n    return rig.CACHE.get('b', size)\n",
            )])
            .heavy(&["dockyard"])
    };
    for inside in ["return str(self.make(name))", "return str(self.held.get(name))"] {
        check_deferred(case(inside), "app.images", &LOCAL);
    }
    let own = "import rig\nfrom app.images import size\n\nclass Own(rig.Cache):\n    def make(self, name):\n        return size()\n";
    let overridden = case("return str(self.make(name))").and(&[("app.own", own)]);
    check_kept(overridden, "app.images", Code::ImportWindow);
    for inside in [
        "return make() if make else None",
        "return self.maker(name)",
        "return [call(name) for call in self.held.values()]",
    ] {
        check_kept(case(inside), "app.images", Code::ImportWindow);
    }
}

/// What a class has under a name is not what an instance has that is given its own in any case.
#[test]
fn what_init_sets_in_any_case() {
    let rig = |set: &str| {
        format!(
            "class Trait:\n    metadata = {{}}\n    def __init__(self, help=None):\n        {set}\n    def tag(self):\n        self.metadata.update(a=1)\n        return self\n"
        )
    };
    let keeps = |set: &str, does: bool| {
        let source = "import rig\n\nclass Client:\n    log = rig.Trait('x').tag()\n\ndef size():\n    return 1\n";
        let main = "import rig\nfrom app.images import size\n\ndef main():\n    return size(), list(rig.Trait.metadata)\n\nrig.Trait()\n";
        let case = Case::from([("app", ""), ("app.images", source), ("app.main", main)])
            .site(&[("rig", &rig(set))])
            .heavy(&["app.images"]);
        match does {
            true => check_kept(case, "app.main", Code::HasEffects),
            false => check_deferred(case, "app.main", &[Strategy::FunctionLocal]),
        }
    };
    keeps("self.metadata = {}", false);
    keeps("self.metadata = self.metadata.copy()", false);
    keeps(
        "if help:\n            self.metadata = dict(h=help)\n        else:\n            self.metadata = {}",
        false,
    );
    keeps(
        "if help:\n            self.metadata = {}\n        else:\n            raise ValueError",
        false,
    );
    keeps("pass", true);
    keeps("if help is not None and help.x:\n            self.metadata = {}", true);
    keeps("self.tag()\n        self.metadata = {}", true);
    keeps("self.metadata = {}\n        del self.metadata", true);
    keeps("for one in help:\n            self.metadata = {}", true);
}
