//! Functions that give the module which calls them a `__getattr__` while the program runs.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept, rewritten};
use super::super::{Code, Strategy};

const OLD: &str = "\
import inspect
import sys

class Handler:
    def constant(self, name, value, stack=0):
        module = self._module(stack)
        def __getattr__(asked):
            if asked == name:
                return value
            raise AttributeError(asked)
        module.__getattr__ = __getattr__

    def _module(self, stack):
        try:
            frame = sys._getframe(2 + stack)
            return inspect.getmodule(frame)
        except IndexError:
            raise ValueError(stack) from None

old = Handler()
";

const USE: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";
const CALLS: &str = "from app.old import old\nold.constant('LENGTH', 3)\n";

fn case(images: &str, more: &[(&str, &str)]) -> Case {
    Case::new(&[("app", ""), ("app.old", OLD), ("app.images", images)]).and(more)
}

#[test]
fn a_hook_for_whoever_calls() {
    let local = [Strategy::FunctionLocal];
    check_deferred(case(USE, &[]), "app.images", &local);
    check_deferred(case(USE, &[("app.sizes", CALLS)]), "app.images", &local);
    check_deferred(case(&format!("{CALLS}{USE}"), &[]), "app.images", &local);
    // A name that others ask for is served by a `__getattr__`, which would be replaced.
    let asks = [(
        "app.sizes",
        "import app.images\n\ndef ask():\n    return app.images.dockyard\n",
    )];
    let served = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    check_deferred(case(USE, &asks), "app.images", &served);
    let hooked = case(&format!("{CALLS}{USE}"), &asks);
    check_kept(hooked, "app.images", Code::ExistingGetattr);
    // So it is by a function that somebody calls later.
    let later = format!("{USE}\ndef rename():\n    from app.old import old\n    old.constant('LENGTH', 3)\n");
    check_kept(case(&later, &asks), "app.images", Code::ExistingGetattr);
}

/// `from app import parts` asks the `__getattr__` of the package for `parts` before that is loaded.
#[test]
fn what_a_getattr_needs_for_any_name() {
    let case = |body: &str| {
        let init = format!(
            "from app.makers import Barge, Skiff\n\ndef __getattr__(name):\n{body}\n    raise AttributeError(name)\n"
        );
        Case::from([
            ("app", init.as_str()),
            (
                "app.makers",
                "import dockyard\nfrom app import parts\n\nclass Barge: ...\n\nclass Skiff: ...\n",
            ),
            ("app.parts", ""),
            ("app.use", "from app import Barge\n\ndef go():\n    return Barge()\n"),
        ])
    };
    for body in [
        "    found = {'OldBarge': Barge}.get(name)\n    if found:\n        return found",
        "    if name == 'old':\n        return 1\n    return {'OldBarge': Barge}[name]",
        "    if name == 'OldBarge':\n        return Barge\n    if name == 'OlderBarge':\n        return Barge",
        "    if name == 'old':\n        return 1\n    else:\n        return {'OldBarge': Barge}[name]",
    ] {
        check_one_kept(case(body), "app", "from app.makers import Barge", Code::UsedAtImport);
    }
    for body in [
        "    if name == 'OldBarge':\n        return Barge",
        "    if name == 'old':\n        return 1\n    elif name == 'OldBarge':\n        return Barge",
    ] {
        rewritten(case(body), "app");
    }
}
