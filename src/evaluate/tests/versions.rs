//! Tests of Python's version, in code of the project, which has to run from Python 3.12 on, and of the platform.
use super::{noticed, unnoticed};

fn guarded(tests: &[&str]) -> Vec<String> {
    let guarded = tests.iter();
    guarded.map(|test| format!("if {test}:\n    register(1)")).collect()
}

fn lines(guarded: &[String]) -> Vec<&str> {
    guarded.iter().map(String::as_str).collect()
}

#[test]
fn what_never_holds() {
    let never = guarded(&[
        "sys.version_info < (3, 9)",
        "sys.version_info <= (3, 12)",
        "sys.version_info < (3, 12)",
        "sys.version_info == (3, 12)",
        "(3, 9) > sys.version_info",
        "not (3, 7) <= sys.version_info",
        "sys.version_info[0] < 3",
        "sys.version_info[0] == 2",
        "sys.version_info.major == 2",
        "3 != sys.version_info[0]",
        "sys.version_info[:2] < (3, 12)",
        "sys.version_info[:2] == (3, 8)",
        "sys.version_info[1] < 12",
        "sys.version_info < (3,)",
        "sys.version_info[0] == 2 and sys.version_info[1] >= 7",
    ]);
    unnoticed(&lines(&never));
}

#[test]
fn what_may_hold() {
    let may = guarded(&[
        "sys.version_info < (3, 13)",
        "sys.version_info >= (3, 12)",
        "sys.version_info > (3, 12)",
        "sys.version_info < (3, 12, 2)",
        "sys.version_info[:2] <= (3, 12)",
        "sys.version_info[:2] > (3, 12)",
        "sys.version_info[:2] == (3, 12)",
        "sys.version_info[:2] != (3, 12)",
        "sys.version_info[0] == 3",
        "sys.version_info[1] == 13",
        "sys.version_info[1] == 12",
        "sys.version_info[2] == 2",
        "sys.version_info[3] == 'final'",
        "sys.version_info[0] >= minimum",
        "(3, 13) > sys.version_info",
        "sys.version_info > (3,)",
    ]);
    noticed(&lines(&may));
}

#[test]
fn platforms() {
    let never = guarded(&[
        "sys.platform == 'x'",
        "bool(sys.platform == 'x')",
        "platform.system() == 'x'",
        "platform.system().lower() == 'x'",
        "sys.platform.startswith('x')",
        "sys.platform.upper() == 'x'",
        "'y' in sys.platform",
        "'win32' in sys.platform or 'cygwin' in sys.platform",
        "'{0}-{1}'.format('a', 'b') == 'x'",
    ]);
    unnoticed(&lines(&never));
    let may = guarded(&[
        "bool(sys.platform)",
        "bool(sys.platform != 'x')",
        "'y' not in sys.platform",
        "'y' in platform.machine()",
        "'y' in sys.platform + os.getcwd()",
        "'x' in ['y', os.getcwd()]",
        "platform.machine() == 'x'",
        "platform.system(1, 2)[0] == 'x'",
    ]);
    noticed(&lines(&may));
}
