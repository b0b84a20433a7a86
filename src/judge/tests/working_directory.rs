//! A change of the working directory, and modules that look for files when they are loaded.
use super::super::testing::{check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};
use super::noticed::{rigged, through};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// Where a module is from is a path from the root, and so is what is made of it.
#[test]
fn the_working_directory_and_where_a_module_is() {
    let changes = "import os\n\ndef change(folder):\n    os.chdir(folder)\n";
    let rig = |made: &str| rigged(&format!("import os\nfrom pathlib import Path\n{made}"), changes);
    for made in [
        "HERE = os.path.dirname(os.path.abspath(__file__))",
        "HERE = os.path.realpath(os.path.join(os.path.dirname(__file__), 'data'))",
        "HERE = Path(__file__).resolve().parent",
        "HERE = Path(__file__)\nDATA = HERE.parent.absolute()",
        "HERE = (Path(__file__).parent / 'data').resolve()",
        "HERE = Path(__file__).parents[1].resolve()",
    ] {
        check_deferred(rig(made), "app.images", &LOCAL);
    }
    for made in [
        "HERE = os.path.abspath('data')",
        "HERE = os.path.abspath(os.path.basename(__file__))",
        "HERE = Path('data').resolve()",
        "HERE = os.path.relpath(__file__)",
        "HERE = os.path.abspath(__file__[1:])",
        "HERE = Path(__file__).relative_to('/').resolve()",
        "HERE = Path(Path.cwd())",
        "__file__ = 'data'\nHERE = os.path.abspath(__file__)",
        "def find(__file__):\n    return os.path.abspath(__file__)\nHERE = find('data')",
        "HERE = Path(__file__)\nHERE = Path('data')\nDATA = HERE.absolute()",
    ] {
        check_kept(rig(made), "app.images", Code::ImportWindow);
    }
    // What an installed package is told elsewhere is seldom relative: that it is not is assumed.
    for made in [
        "DATA = os.getenv('RIG_DATA')\nif not DATA:\n    DATA = os.path.join(os.path.dirname(__file__), 'data')\nTHERE = os.path.isdir(DATA)",
        "DATA = os.path.expanduser('~/.rig')\nTHERE = os.path.exists(os.path.join(DATA, 'set.ini'))",
        "import sysconfig\nTHERE = Path(sysconfig.get_path('data'), 'rig').exists()",
        "import configparser, sys\nFOUND = [configparser.ConfigParser().read([os.path.join(folder, 'set.ini')]) for folder in sys.path]",
        "import glob, sys\nFOUND = [glob.glob(os.path.join(folder, '*.ini')) for folder in sys.path]",
        "import sys, zipfile\nFOUND = [zipfile.is_zipfile(folder) for folder in sys.path]",
    ] {
        check_deferred(rig(made), "app.images", &LOCAL);
        check_kept(rig(made).strict(), "app.images", Code::Assumed);
    }
    for made in [
        "DATA = os.getenv('RIG_DATA', 'data')\nTHERE = os.path.isdir(DATA)",
        "def load(path='set.ini'):\n    return os.path.exists(path)\nTHERE = load()",
        "def load(path):\n    return path.exists()\nTHERE = load(Path('set.ini'))",
        "def load():\n    path = os.path.join('data', os.name)\n    return os.path.exists(path)\nTHERE = load()",
        "THERE = any(os.path.exists(name) for name in ('a.ini', 'b.ini'))",
        "for name in ['a.ini', 'b.ini']:\n    THERE = os.path.exists(name)",
        "THERE = os.path.exists(f'{os.name}.ini') or os.path.exists('a' + os.name)",
        "THERE = Path().exists()",
        "import configparser\nFOUND = configparser.ConfigParser().read('set.ini')",
        "import configparser\nFOUND = configparser.ConfigParser().read([os.getenv('RIG'), 'set.ini'])",
        "import glob\nFOUND = glob.glob('*.ini')",
    ] {
        check_kept(rig(made), "app.images", Code::ImportWindow);
    }
    // The project's own code is read as it is.
    let own = "import os\nTHERE = os.path.isdir(os.environ['DATA'])\n";
    check_one_kept(
        through(own, changes),
        "app.cli",
        "from app import work",
        Code::ImportWindow,
    );
}
