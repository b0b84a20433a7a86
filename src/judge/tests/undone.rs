//! What a context manager of foreign code sets, and undoes where its block is left.
use super::super::testing::{check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::noticed::rigged;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn what_is_undone_concerns_what_runs_within() {
    let warns = "import warnings\nwarnings.warn('old')";
    let function = |head: &str, body: &str| format!("import contextlib\nimport warnings\n\n{head}\n    {body}\n");
    for (head, body) in [
        (
            "def quiet(text):",
            "with warnings.catch_warnings():\n        return text.lower()",
        ),
        (
            "def quiet(text):",
            "if text:\n        with warnings.catch_warnings(record=True) as found:\n            warnings.simplefilter('ignore')\n            return len(found)",
        ),
    ] {
        check_deferred(rigged(warns, &function(head, body)), "app.images", &LOCAL);
    }
    for (head, body) in [
        // What runs within loads it, or may.
        (
            "def quiet(text):",
            "with warnings.catch_warnings():\n        return size()",
        ),
        (
            "def quiet(text):",
            "with warnings.catch_warnings():\n        return text()",
        ),
        // Somebody else leaves it.
        (
            "def quiet(text):",
            "warnings.catch_warnings().__enter__()\n    warnings.simplefilter('ignore')",
        ),
        (
            "def quiet(stack):",
            "stack.enter_context(warnings.catch_warnings())\n    warnings.simplefilter('ignore')",
        ),
        (
            "async def quiet(text):",
            "with warnings.catch_warnings():\n        await text",
        ),
    ] {
        check_kept(rigged(warns, &function(head, body)), "app.images", Code::ImportWindow);
    }
    let prints = "import sys\nSTREAM = sys.stdout";
    let redirects = |inner: &str| {
        function(
            "def to(file):",
            &format!("with contextlib.redirect_stdout(file):\n        {inner}"),
        )
    };
    check_deferred(rigged(prints, &redirects("print(1)")), "app.images", &LOCAL);
    check_kept(
        rigged(prints, &redirects("print(size())")),
        "app.images",
        Code::ImportWindow,
    );
}

/// What `__enter__` sets and `__exit__` takes back concerns what the project runs in between.
#[test]
fn what_a_class_undoes() {
    let class = "
import sys

class Blocked:
    def __init__(self, *names):
        self.names = names

    def __enter__(self):
        sys.meta_path.insert(0, self)

    def __exit__(self, *caught):
        sys.meta_path.remove(self)

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ImportError(name)
";
    let case = |uses: &str| rigged("", &format!("{class}\n{uses}"));
    for uses in [
        "",
        "def lower(text):\n    with Blocked('old'):\n        return text.lower()\n",
    ] {
        check_deferred(case(uses), "app.images", &LOCAL);
    }
    for uses in [
        "def within():\n    with Blocked('rig'):\n        return size()\n",
        "def within(run):\n    with Blocked('rig'):\n        return run()\n",
        "def block():\n    Blocked('rig').__enter__()\n",
        "class Other(Blocked):\n    pass\n",
        "def block():\n    blocked = Blocked('rig')\n    with blocked:\n        return size()\n",
    ] {
        check_kept(case(uses), "app.images", Code::ImportWindow);
    }
    // Nothing takes it back.
    let stays = class.replace("sys.meta_path.remove(self)", "pass");
    check_kept(rigged("", &stays), "app.images", Code::ImportWindow);
}
