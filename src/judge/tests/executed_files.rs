//! Files of the program whose text others run, and what others see of the code of its functions.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

fn beside(text: &str) -> Case {
    let head = "import importlib.util, inspect, os, pathlib\nfrom app import images\nimport app.images as it\n";
    Case::from(USE).beside(&[("setup", &format!("{head}{text}\n"))])
}

#[test]
fn a_text_that_is_run_elsewhere() {
    for text in [
        "ns = {}\nexec(open(os.path.join('src', 'app', 'images.py')).read(), ns)",
        "ns = {}\nwith open(images.__file__) as f:\n    exec(compile(f.read(), 'copy', 'exec'), ns)",
        "ns = {}\nexec(open(it.__spec__.origin).read(), ns)",
        "ns = {}\nexec(images.__loader__.get_code('app.images'), ns)",
        "ns = {}\nexec(pathlib.Path(importlib.util.find_spec('app.images').origin).read_text(), ns)",
        "ns = {}\nexec(inspect.getsource(images), ns)",
    ] {
        check_kept(beside(text), "app.images", Code::NamespaceRead);
    }
    for text in [
        "text = open(images.__file__).read()",
        "ns = {}\nexec(open('other.py').read(), ns)",
        "ns = {}\nexec(open(os.__file__).read(), ns)",
        "print(importlib.util.find_spec('app.images'))",
    ] {
        check_deferred(beside(text), "app.images", &LOCAL);
    }
}

/// Who finds the files beside its own may run them; who sets where another module is from, or has a parameter of that name, does not.
#[test]
fn files_beside_the_one_that_runs_them() {
    let runner = |text: &str| {
        let runner = format!(
            "import glob as finds, os\n\ndef run(name, glob, made, ns):\n    {text}\n    exec(open(name).read(), ns)\n"
        );
        Case::from(USE).and(&[("app.runner", &format!("{runner}\nSUFFIX = '.py'\n"))])
    };
    for text in [
        "name = os.listdir(os.path.dirname(__file__))[0]",
        "name = finds.glob(os.path.dirname(__file__) + '/*')[0]",
        "name = finds.glob(os.path.dirname(made.__file__) + '/*')[0]",
    ] {
        check_kept(runner(text), "app.images", Code::NamespaceRead);
    }
    for text in [
        "made.__file__ = glob",
        "made.__file__ = os.listdir(name)[0]",
        "glob(os.path.dirname(__file__))",
    ] {
        check_deferred(runner(text), "app.images", &LOCAL);
    }
}

#[test]
fn names_in_the_code_of_a_function() {
    let case = |text: &str| {
        let tools = format!("def look(func, n):\n    {text}\n");
        let uses = "from dockyard import connect\nfrom app.tools import look\n\ndef size():\n    return connect()\n\ndef shown():\n    return look(size, 1)\n";
        Case::new(&[("app", ""), ("app.images", uses), ("app.tools", tools.as_str())])
    };
    for text in [
        "return func.__code__.co_varnames",
        "return len(func.__code__.co_names)",
        "return func.__code__.co_nlocals - n",
        "return hash(func.__code__.co_code)",
    ] {
        check_kept(case(text), "app.images", Code::NamespaceRead);
    }
    for text in [
        "return func.__code__.co_varnames[:n]",
        "return func.__code__.co_argcount",
        "return func.__code__.co_filename",
    ] {
        check_deferred(case(text), "app.images", &LOCAL);
    }
}
