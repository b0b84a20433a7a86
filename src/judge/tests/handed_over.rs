//! Functions that change the state of the process, handed to code that calls them some time.
use super::super::Code;
use super::super::testing::{check_deferred, check_kept};
use super::noticed::rigged;
use crate::verdict::Strategy;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn functions_of_python() {
    let reads = "import os\nHERE = os.getcwd()";
    for main in [
        "import threading\n\ndef main():\n    threading.Thread(target=os.chdir, args=('d',)).start()\n",
        "from concurrent.futures import ThreadPoolExecutor\n\ndef main(pool):\n    with ThreadPoolExecutor() as pool:\n        pool.submit(os.chdir, 'd')\n",
        "import argparse\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--to', type=os.chdir)\n    parser.parse_args()\n",
        "import weakref\n\ndef main(one):\n    weakref.finalize(one, os.chdir, 'd')\n",
        "import argparse\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument('--to', type=lambda to: os.chdir(to))\n    parser.parse_args()\n",
        "import configparser\n\ndef main():\n    to = lambda to: os.chdir(to)\n    return configparser.ConfigParser(converters={'to': to})\n",
    ] {
        let behind = format!("\nimport os\n{main}");
        check_kept(rigged(reads, &behind), "app.images", Code::ImportWindow);
    }
    for main in [
        "import threading\n\ndef main():\n    threading.Thread(target=os.getcwd).start()\n",
        "import atexit\n\ndef main():\n    atexit.register(os.chdir, 'd')\n",
        "def main():\n    print(callable(os.chdir))\n",
    ] {
        let behind = format!("\nimport os\n{main}");
        check_deferred(rigged(reads, &behind), "app.images", &LOCAL);
    }
}
