//! Names of modules that are put together in another file than the one that looks them up.
use super::outside::{LOCAL, SERVED};
use crate::judge::testing::{Case, check_deferred, check_kept};
use crate::judge::{Code, Strategy};

/// What another file puts together is named by its own variables: there, `package` is another thing, and so is `__name__`.
#[test]
fn names_that_another_file_puts_together() {
    let case = |name: &str| {
        let user = format!(
            "import os, re, json\nfrom app.loader import load\nfrom app import kinds as package\n\n\
             def use(label):\n    return load({name})\n"
        );
        Case::new(&[
            ("app", ""),
            (
                "app.kinds",
                "from app.loader import load\n\ndef inner(label):\n    return label\n",
            ),
            ("app.kinds.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.other", ""),
            ("app.other.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            (
                "app.loader",
                "import importlib\n\ndef load(name):\n    return dir(importlib.import_module(name))\n",
            ),
            ("app.kinds.user", &user),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    for name in ["f'{package.__name__}.kind_{label}'", "f'{__package__}.kind_{label}'"] {
        check_kept(case(name), "app.kinds.kind_a", Code::NamespaceRead);
        check_deferred(case(name), "app.other.kind_a", &LOCAL);
    }
}

/// A program whose loader puts names together; the kinds are named by no text.
fn puts_together(loader: &str, user: &str) -> Case {
    let loader = format!("import importlib, sys\n\n{loader}");
    let user = format!("from app import kinds, loader\n\n{user}");
    Case::new(&[
        ("app", ""),
        ("app.kinds", ""),
        ("app.kinds.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
        ("app.loader", &loader),
        ("app.user", &user),
    ])
    .site(&[("rig", "SIZE = 1\n")])
    .heavy(&["rig"])
}

/// Below which packages a name lies that is put together of what is not known: its own, where the file asks what it is called itself;
/// those of the modules that come to it, where it asks those.
#[test]
fn whose_name_it_is() {
    let hands = "def use(label):\n    return loader.load(kinds, label)\n";
    for load in [
        "def load(package, label):\n    return dir(importlib.import_module(package.__name__ + '.' + label))\n",
        "def load(package, label):\n    return dir(importlib.import_module(f'{package.__name__}.{label}'))\n",
        "def load(package, label):\n    return dir(importlib.import_module(f'{getattr(package, \"__name__\")}.{label}'))\n",
        "def load(package, label):\n    base = package.__spec__.name\n    return dir(importlib.import_module(f'{base}.{label}'))\n",
        "def load(package, label):\n    base = globals()['__package__']\n    return dir(importlib.import_module(f'{base}.{label}'))\n",
        "def load(package, label):\n    base = sys._getframe(1).f_globals['__package__']\n    \
         return dir(importlib.import_module(f'{base}.{label}'))\n",
        "def load(package, label):\n    base = __name__.rpartition('.')[0]\n    return dir(importlib.import_module(f'{base}.{label}'))\n",
        "class Loader:\n    def load(self, label):\n        base = type(self).__module__\n        \
         return dir(importlib.import_module(f'{base}.{label}'))\n",
    ] {
        check_kept(puts_together(load, hands), "app.kinds.kind_a", Code::NamespaceRead);
    }
    // What a file calls its logger, and whether it is a script, is no part of a name.
    let logs = "import logging\nlogger = logging.getLogger(__name__)\n\ndef load(parts):\n    \
                return dir(importlib.import_module('.'.join(parts)))\n\nif __name__ == '__main__':\n    load(['a'])\n";
    let calls = "def use(label):\n    return loader.load([label])\n";
    check_deferred(puts_together(logs, calls), "app.kinds.kind_a", &LOCAL);
    let joins = logs.replace("'.'.join(parts)", "'.'.join([__name__.rpartition('.')[0], *parts])");
    check_kept(puts_together(&joins, calls), "app.kinds.kind_a", Code::NamespaceRead);
    let keeps = "class Loader:\n    def load(self, label):\n        \
                 return dir(importlib.import_module(f'{self.package.__name__}.{label}'))\n\nLOADER = Loader()\n";
    let sets = "loader.LOADER.package = kinds\n";
    check_kept(puts_together(keeps, sets), "app.kinds.kind_a", Code::NamespaceRead);
    // What only its users outside hand to it is theirs.
    for load in [
        "def load(package, label):\n    return dir(importlib.import_module(package.__name__ + '.' + label))\n",
        "def load(package, globals):\n    return dir(importlib.import_module(globals['__package__'] + '.' + package))\n",
    ] {
        check_deferred(
            puts_together(load, "def use(label):\n    return label\n"),
            "app.kinds.kind_a",
            &LOCAL,
        );
    }
}

/// A name that is taken apart at a dot, where the part goes through a function around or an attribute.
#[test]
fn parts_that_go_further() {
    let case = |stub: &str, user: &str| {
        let user = format!("from app import client\nfrom app.stubs import stub\n\n{user}");
        Case::new(&[
            ("app", ""),
            ("app.client", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.stubs", stub),
            ("app.user", &user),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    let around = "import importlib\n\ndef stub(path, value):\n    modname, _, name = path.rpartition('.')\n    def wrap(function):\n        \
                  def inner():\n            module = importlib.import_module(modname)\n            old = module.__dict__[name]\n            \
                  module.__dict__[name] = value\n            return function(), old\n        return inner\n    return wrap\n";
    let attribute = "import sys\n\nclass stub:\n    def __init__(self, path, value):\n        self.mod, self.name = path.rsplit('.', 1)\n        \
                     self.value = value\n    def __enter__(self):\n        names = sys.modules[self.mod].__dict__\n        \
                     self.old = names[self.name]\n        names[self.name] = self.value\n    def __exit__(self, *caught):\n        pass\n";
    let decorates = "@stub('app.client.rig', 9)\ndef use():\n    return client.size()\n";
    let enters = "def use():\n    with stub('app.client.rig', 9):\n        return client.size()\n";
    for (stub, user) in [(around, decorates), (attribute, enters)] {
        check_kept(case(stub, user), "app.client", Code::NamespaceRead);
    }
    // Who only takes names apart looks nothing up.
    let logs = "class stub:\n    def __init__(self, path, value):\n        self.mod, self.name = path.rsplit('.', 1)\n    \
                def __enter__(self):\n        print(self.mod, self.name)\n    def __exit__(self, *caught):\n        pass\n";
    let served = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    check_deferred(case(logs, enters), "app.client", &served);
}

/// What pickle asks a class of the project for, it looks up under any name, in modules that come out of that.
#[test]
fn looked_up_for_pickle() {
    let case = |find: &str| {
        let load = format!(
            "import io, pickle\n\nMOVED = {{'old.names': 'app.images'}}\n\nclass Loader(pickle.Unpickler):\n    def find_class(self, module, name):\n{find}\n\ndef load(data):\n    return Loader(io.BytesIO(data)).load()\n"
        );
        Case::from("from dockyard import connect\n\ndef size():\n    return connect()\n").and(&[("app.load", &load)])
    };
    let moved = "        return super().find_class(MOVED.get(module, module), name)";
    check_deferred(case(moved), "app.images", &SERVED);
    let unnamed = case(moved).and(&[("app.load", "import pickle\n\nclass Loader(pickle.Unpickler):\n    def find_class(self, module, name):\n        return super().find_class(module.replace('old', 'app'), name)\n")]);
    check_deferred(unnamed, "app.images", &SERVED);
    for other in [
        "class Loader:\n    MOVED = 'app.images'\n    def find(self, module, name): pass\n",
        "import pickle\n\nclass Loader(pickle.Unpickler):\n    def find_class(self, module, name):\n        return super().find_class(module.replace('old', 'new'), name)\n",
    ] {
        let other = case(moved).and(&[("app.load", other)]);
        check_deferred(other, "app.images", &LOCAL);
    }
}
