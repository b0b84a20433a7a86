//! What the code of a package might do, and what importing it was seen to do.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// A module that uses an installed package in a function, with more code behind, and the code of the package.
fn using(package: &str, does: &str, behind: &str) -> Case {
    let app = format!("import {package}\n\ndef size():\n    return {package}.SIZE\n{behind}");
    Case::from(app.as_str())
        .site(&[(package, &format!("{does}\nSIZE = 1\n"))])
        .heavy(&[package])
}

#[test]
fn what_a_package_was_not_seen_to_do_is_assumed_not_to_happen() {
    for does in [
        "print('loaded')",
        "import urllib.request\nurllib.request.urlopen('http://rig')",
    ] {
        check_kept(using("rig", does, ""), "app.images", Code::HasEffects);
        check_deferred(using("numpy", does, ""), "app.images", &LOCAL);
    }
}

#[test]
fn what_it_was_seen_to_change_counts() {
    let sets = "import os\nos.environ['KMP_INIT_AT_FORK'] = 'FALSE'";
    let asks = "import os\n\ndef ask():\n    return os.environ.get('KMP_INIT_AT_FORK')\n";
    check_kept(using("joblib", sets, asks), "app.images", Code::HasEffects);
    check_deferred(using("numpy", sets, asks), "app.images", &LOCAL);
}

#[test]
fn what_it_was_not_seen_to_ask_for() {
    let filters = "import warnings\n\ndef quiet():\n    warnings.simplefilter('ignore')\n";
    let warns = "import warnings\nwarnings.warn('old')";
    check_kept(using("rig", warns, filters), "app.images", Code::ImportWindow);
    check_deferred(using("pyparsing", warns, filters), "app.images", &LOCAL);
    // Which loggers are there when others are set up was not watched.
    let configures = "import logging.config\n\ndef set_up(config):\n    logging.config.dictConfig(config)\n";
    let has_logger = "import logging\nLOG = logging.getLogger(__name__)";
    check_kept(
        using("pyparsing", has_logger, configures),
        "app.images",
        Code::ImportWindow,
    );
    // What nobody watched is as its code says.
    let moves = "import sys\n\ndef move(out):\n    sys.stdout = out\n";
    let keeps = "import sys\nOUT = sys.stdout";
    check_kept(using("pyparsing", keeps, moves), "app.images", Code::ImportWindow);
    // Coverage asks for the working directory.
    let goes = "import os\n\ndef go(folder):\n    os.chdir(folder)\n";
    let looks = "import os\nHERE = os.getcwd()";
    check_kept(using("coverage", looks, goes), "app.images", Code::ImportWindow);
    check_deferred(using("requests", looks, goes), "app.images", &LOCAL);
}

/// pyplot takes the settings as they are: what sets them before or behind it, by whatever name, keeps it in its place.
#[test]
fn settings_that_a_module_takes_as_they_are() {
    let case = |behind: &str| {
        let app = format!("import matplotlib.pyplot as plt\n\ndef size():\n    return plt.SIZE\n{behind}");
        Case::from(app.as_str())
            .site(&[
                ("matplotlib", "rcParams = {}\n\ndef use(backend): pass\n"),
                ("matplotlib.pyplot", "SIZE = 1\n"),
                ("matplotlib.style", "def use(style): pass\n"),
            ])
            .heavy(&["matplotlib.pyplot"])
    };
    check_deferred(case(""), "app.images", &LOCAL);
    // What draws into files works wherever it is chosen.
    let into_files = "import matplotlib\n\ndef set_up():\n    matplotlib.use('Agg')\n";
    check_deferred(case(into_files), "app.images", &LOCAL);
    for behind in [
        "import matplotlib\n\ndef set_up():\n    matplotlib.use('TkAgg')\n",
        "import matplotlib\n\ndef set_up(name):\n    matplotlib.use(name)\n",
        "import matplotlib\n\ndef set_up():\n    matplotlib.rcParams['lines.width'] = 2\n",
        "from matplotlib import rcParams\n\ndef set_up():\n    rcParams['lines.width'] = 2\n",
        "from matplotlib import style\n\ndef set_up():\n    style.use('dark')\n",
    ] {
        check_kept(case(behind), "app.images", Code::HasEffects);
    }
}
