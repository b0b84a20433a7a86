//! Private functions that nobody calls, or only code that is executed when its module is imported: what they do comes neither
//! behind an import nor is it anything that somebody does with names.
use super::outside::LOCAL;
use crate::judge::Code;
use crate::judge::testing::{Case, check_deferred, check_kept};

/// A module that uses the heavy package in a function, and reads what others set.
const USE: &str = "import os\nfrom dockyard import connect\n\ndef size():\n    return connect()\n";

/// A package that carries others along, and can be told to use those that are installed.
fn carrying(flag: &str, more: &str) -> Case {
    let carried = format!(
        "import sys
USES_INSTALLED = {flag}

def alias(name):
    long = '{{0}}.{{1}}'.format(__name__, name)
    try:
        __import__(name, globals(), locals(), level=0)
    except ImportError:
        pass
    else:
        sys.modules[long] = sys.modules[name]
        base, last = long.rsplit('.', 1)
        setattr(sys.modules[base], last, sys.modules[name])

if USES_INSTALLED:
    alias('dockyard')
{more}"
    );
    Case::new(&[
        ("app", ""),
        ("app._carried", &carried),
        ("app.images", &format!("import app._carried\n{USE}")),
    ])
}

#[test]
fn a_branch_that_never_runs_calls_nobody() {
    check_deferred(carrying("False", ""), "app.images", &LOCAL);
    for (flag, more) in [
        ("True", ""),
        ("bool(sys.argv)", ""),
        ("False", "alias('dockyard')"),
        ("False", "class User:\n    def use(self, name):\n        alias(name)"),
        ("False", "RUN = [alias]"),
        ("False", "for USES_INSTALLED in range(2): ..."),
    ] {
        check_kept(carrying(flag, more), "app.images", Code::SysModules);
    }
    // A package may ask for what it carries by name, and that is no function.
    let asks = "import app._carried
def carried(name):
    __import__(f'app._carried.{name}', globals(), locals())
    return getattr(app._carried, name)
";
    check_deferred(carrying("False", "").and(&[("app.asks", asks)]), "app.images", &LOCAL);
    let asks = "import app._carried\ndef carried(name):\n    return getattr(app._carried, name)\n";
    check_kept(
        carrying("False", "").and(&[("app.asks", asks)]),
        "app.images",
        Code::SysModules,
    );
}

/// A package that sets something when it is imported, by a function of a private module.
fn setting(private: &str, package: &str, own: &str) -> Case {
    Case::new(&[
        ("app", package),
        ("app._settings", private),
        ("app.images", own),
        ("app.core", ""),
    ])
    .site(&[(
        "dockyard",
        "import os\nSIZE = os.environ.get('SIZE')\ndef connect(*args):\n    return args\n",
    )])
}

const SET: &str = "import os\ndef set_up():\n    os.environ['SIZE'] = '1'\n";

#[test]
fn what_only_module_code_calls_is_done_by_then() {
    for package in [
        "from app import _settings\n_settings.set_up()\n",
        "from app._settings import set_up\nset_up()\n__all__ = []\n",
        "from app._settings import set_up as prepare\nprepare()\n__all__ = []\n",
        "import app._settings\napp._settings.set_up()\n",
        "from app._settings import *\nset_up()\n__all__ = []\n",
    ] {
        check_deferred(
            setting(&format!("__all__ = ['set_up']\n{SET}"), package, USE),
            "app.images",
            &LOCAL,
        );
        check_deferred(setting(SET, package, USE), "app.images", &LOCAL);
    }
    let called = "from app import _settings\n_settings.set_up()\n";
    for package in [
        // Whoever takes it from the package may call it.
        "from app._settings import set_up\nset_up()\n",
        "from app import _settings\n_settings.set_up()\ndef again():\n    _settings.set_up()\n",
        "from app import _settings\n_settings.set_up()\nclass App:\n    def run(self):\n        _settings.set_up()\n",
        "from app import _settings\n_settings.set_up()\nHOOKS = [_settings.set_up]\n",
        "from app import _settings\n_settings.set_up()\nrun = lambda: _settings.set_up()\n",
        "from app import _settings\n_settings.set_up()\nHOOKS = {'now': 'set_up'}\n",
        "from app import _settings\n_settings.set_up()\nHOOKS = [_settings]\n",
        "from app import _settings\n_settings.set_up()\ndef again(which):\n    getattr(_settings, which)()\n",
        "from app import _settings\n_settings.set_up()\nif __name__ == '__main__':\n    _settings.set_up()\n",
    ] {
        check_kept(setting(SET, package, USE), "app.images", Code::ImportWindow);
    }
    for private in [
        // What is made is not run yet.
        "import os\ndef set_up():\n    os.environ['SIZE'] = '1'\n    yield\n",
        "import os\ndef set_up():\n    def later():\n        os.environ['SIZE'] = '1'\n    return later\n",
        "import os\ndef set_up():\n    os.environ['SIZE'] = '1'\n\nclass Any:\n    def by_name(self, name):\n        globals()[name]()\n",
    ] {
        check_kept(setting(private, called, USE), "app.images", Code::ImportWindow);
    }
    // Behind the import it comes all the same.
    let behind = format!("{USE}\nfrom app._settings import set_up\nset_up()\n");
    check_kept(setting(SET, "", &behind), "app.images", Code::ImportWindow);
    // What starts the program is called by whoever starts it.
    let started = setting(SET, called, USE).started("app._settings:set_up");
    check_kept(started, "app.images", Code::ImportWindow);
    // So is what a plugin offers.
    let plugin = setting(SET, called, USE).started("app._settings:*");
    check_kept(plugin, "app.images", Code::ImportWindow);
}

#[test]
fn private_functions_call_each_other() {
    let private = format!("{SET}\ndef both():\n    set_up()\n");
    let called = "from app import _settings\n_settings.both()\n";
    check_deferred(setting(&private, called, USE), "app.images", &LOCAL);
    let private = format!("{SET}\ndef _once():\n    set_up()\n\ndef _twice():\n    _once()\n    _twice()\n");
    check_deferred(setting(&private, "", USE), "app.images", &LOCAL);
    let private = format!("{private}\nclass Settings:\n    def refresh(self):\n        _twice()\n");
    check_kept(setting(&private, "", USE), "app.images", Code::ImportWindow);
    // A public module is anybody's.
    let public = Case::new(&[("app", ""), ("app.settings", SET), ("app.images", USE)]).site(&[(
        "dockyard",
        "import os\nSIZE = os.environ.get('SIZE')\ndef connect(*args):\n    return args\n",
    )]);
    check_kept(public, "app.images", Code::ImportWindow);
}
