//! What Python calls where nobody calls it, and what is set in the tables of functions: whether somebody reads what that changes.
use super::super::testing::{check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::noticed::through;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// What Python calls where nobody calls it: by an operator, for a class that is raised, or in a set.
#[test]
fn special_methods_that_nobody_calls() {
    let counts = |class: &str, method: &str, behind: &str| {
        let shared = format!(
            "COUNT = []\n\ndef count():\n    COUNT.append(1)\n\nclass Own({class}):\n    def {method}(self, *given):\n        count()\n        return 1\n\none = Own()\n"
        );
        let work = format!("from app.shared import Own, one\n{behind}");
        let reads = "\ndef read():\n    from app import shared\n    return list(shared.COUNT)\n";
        through(&work, reads).and(&[("app.shared", &shared)])
    };
    let raised = "try:\n    raise Own\nexcept Own:\n    pass";
    for (class, method, behind) in [
        ("Exception", "__init__", raised),
        (
            "Exception",
            "__init__",
            "try:\n    raise Own from None\nexcept Own:\n    pass",
        ),
        ("object", "__hash__", "FOUND = one in {1, 2}"),
        ("object", "__eq__", "FOUND = one not in [1, 2]"),
        ("object", "__hash__", "FOUND = {one: 1}"),
        ("dict", "__missing__", "TEXT = '%(hello)s' % one"),
        ("dict", "__getitem__", "TEXT = ('%(hello)s' + str(1)) % one"),
        ("object", "__str__", "TEXT = '%s' % (one,)"),
        (
            "dict",
            "__getitem__",
            "import string\nTEXT = string.Template('$who').substitute(one)",
        ),
        ("dict", "__getitem__", "TEXT = '{who}'.format_map(one)"),
    ] {
        check_kept(counts(class, method, behind), "app.cli", Code::HasEffects);
    }
    for (class, method, behind) in [
        ("Exception", "other", raised),
        ("object", "other", "FOUND = one in {1, 2}"),
        ("dict", "__call__", "TEXT = '%(hello)s' % one"),
    ] {
        check_deferred(counts(class, method, behind), "app.cli", &LOCAL);
    }
}

/// A default that is set in the table of a function is another one for all who call it.
#[test]
fn defaults_in_the_table_of_a_function() {
    let net = "def get(url, *, timeout=5):\n    return url, timeout\n";
    let case = |work: &str| {
        let reads = "\ndef read():\n    from app import net\n    return net.get('u')\n";
        through(&format!("from app import net\n{work}"), reads).and(&[("app.net", net)])
    };
    for sets in [
        "net.get.__kwdefaults__['timeout'] = 60",
        "net.get.__kwdefaults__.update(timeout=60)",
        "net.get.__kwdefaults__ = {'timeout': 60}",
    ] {
        check_kept(case(sets), "app.cli", Code::HasEffects);
    }
    check_deferred(case("LIMIT = net.get.__kwdefaults__['timeout']"), "app.cli", &LOCAL);
}
