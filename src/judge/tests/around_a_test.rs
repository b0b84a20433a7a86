//! What runs around a test sets for it: a runner of commands, a fixture that hears what is logged, and pytest itself.
use super::super::Code;
use super::super::testing::{Case, check_deferred, check_kept};
use super::outside::LOCAL;

const OTHER: &str = "def find(name):\n    return name\n";

/// What a runner for click's commands sets: the variables that it is handed, and the folder that it goes to.
#[test]
fn what_a_runner_of_commands_sets() {
    let testing = "class CliRunner:\n    def __init__(self, charset='utf-8', env=None):\n        self.env = env\n    def invoke(self, cli, args=None, input=None, env=None):\n        return cli\n    def isolated_filesystem(self, temp_dir=None):\n        return self\n";
    let case = |work: &str, test: &str| {
        let test = format!("from click.testing import CliRunner\nfrom app.images import size\n\n{test}");
        Case::from("from app import work\n\ndef size():\n    return work.SIZE\n")
            .and(&[("app.work", work)])
            .site(&[("click", ""), ("click.testing", testing)])
            .heavy(&["app.work"])
            .tests(&[("tests.test_it", test.as_str())])
            .leaving_tests()
    };
    let mode = "import os\nSIZE = os.environ.get('MODE')\n";
    let folder = "import os\nSIZE = os.path.exists('a.txt')\n";
    for test in [
        "def test_it():\n    CliRunner(env={'MODE': 'x'}).invoke(size)\n",
        "def test_it():\n    CliRunner().invoke(size, env={'MODE': 'x'})\n",
        "def test_it():\n    CliRunner().invoke(size, [], None, {'MODE': 'x'})\n",
        "RUNNER = CliRunner(env=dict(MODE='x'))\n\ndef test_it():\n    RUNNER.invoke(size)\n",
    ] {
        check_kept(case(mode, test), "app.images", Code::ImportWindow);
        check_deferred(case(mode, &test.replace("MODE", "OTHER")), "app.images", &LOCAL);
        check_deferred(case(folder, test), "app.images", &LOCAL);
    }
    let goes = "def test_it():\n    runner = CliRunner()\n    with runner.isolated_filesystem():\n        runner.invoke(size)\n";
    check_kept(case(folder, goes), "app.images", Code::ImportWindow);
    for work in [mode, "SIZE = 1\n", "import os\nSIZE = os.environ.copy()\n"] {
        check_deferred(case(work, goes), "app.images", &LOCAL);
    }
}

/// pytest says in a variable which test runs.
#[test]
fn the_variable_of_a_running_test() {
    let case = |work: &str, test: &str| {
        Case::from("from app import work\n\ndef size():\n    return work.SIZE\n")
            .and(&[("app.work", work)])
            .heavy(&["app.work"])
            .tests(&[("tests.test_it", test)])
            .leaving_tests()
    };
    let test = "from app.images import size\n\ndef test_it():\n    size()\n";
    for work in [
        "import os\nSIZE = os.environ.get('PYTEST_CURRENT_TEST')\n",
        "import os\nSIZE = 'PYTEST_CURRENT_TEST' in os.environ\n",
    ] {
        check_kept(case(work, test), "app.images", Code::ImportWindow);
        check_deferred(case(work, &test.replace("test_it", "helper")), "app.images", &LOCAL);
        let within = work.replace("SIZE = ", "def size():\n    return ") + "SIZE = 1\n";
        check_deferred(case(&within, test), "app.images", &LOCAL);
    }
    check_deferred(
        case("import os\nSIZE = os.environ.copy()\n", test),
        "app.images",
        &LOCAL,
    );
}

/// `caplog` hears what is logged while its test runs.
#[test]
fn what_a_test_hears() {
    let case = |work: &str, test: &str| {
        Case::from("from app import work\n\ndef size():\n    return work.SIZE\n")
            .and(&[("app.work", work), ("app.other", OTHER)])
            .heavy(&["app.work"])
            .tests(&[("tests.test_it", test)])
            .leaving_tests()
    };
    let logs = "import logging\nLOG = logging.getLogger(__name__)\nLOG.warning('late')\nSIZE = 1\n";
    let test = "from app.images import size\n\ndef test_it(caplog):\n    size()\n";
    check_kept(case(logs, test), "app.images", Code::ImportWindow);
    for (work, test) in [
        (logs.replace("LOG.warning('late')", ""), test.to_owned()),
        (logs.to_owned(), test.replace("caplog", "tmp_path")),
        (
            logs.to_owned(),
            test.replace("app.images import", "app.other import find as"),
        ),
        (logs.to_owned(), format!("import app.work\n{test}")),
    ] {
        check_deferred(case(&work, &test), "app.images", &LOCAL);
    }
}
