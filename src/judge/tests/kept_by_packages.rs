//! What installed packages register, settle and keep when they are imported, where nobody misses it until they are.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// A program that imports `rig`, and does this before it uses it.
fn case(before: &str, rig: &[(&str, &str)]) -> Case {
    let source = format!("import rig\n\ndef main():\n    {before}\n    return rig.SIZE\n");
    Case::from(source.as_str()).site(rig).heavy(&["rig"])
}

/// A package that says that another one is missing, which is there.
#[test]
fn warnings_of_what_is_missing() {
    let deep = "try:\n    import sails\nexcept ImportError:\n    import warnings\n    warnings.warn('no sails')\n    raise\nSIZE = 1\n";
    let before = "import warnings\n    warnings.simplefilter('ignore')";
    let there = case(before, &[("rig", deep)]);
    check_deferred(there.clone().site(&[("sails", "")]), "app.images", &LOCAL);
    let always = deep
        .replace("except ImportError:", "finally:")
        .replace("    raise\n", "");
    check_kept(
        case(before, &[("rig", &always), ("sails", "")]),
        "app.images",
        Code::ImportWindow,
    );
}

/// Who names the method asks for none.
#[test]
fn contexts_of_processes() {
    let before = "import multiprocessing\n    multiprocessing.Queue()";
    let rig = |context: &str| format!("from multiprocessing import get_context\nSIZE = get_context({context})\n");
    check_deferred(case(before, &[("rig", &rig("'spawn'"))]), "app.images", &LOCAL);
    check_kept(case(before, &[("rig", &rig(""))]), "app.images", Code::HasEffects);
}

/// A virtual subclass that its package made in native code.
#[test]
fn classes_of_native_code_that_are_registered() {
    let rig = |native: &str| {
        format!(
            "from collections.abc import KeysView\nfrom {native} import _Keys\n\nKeysView.register(_Keys)\nSIZE = 1\n"
        )
    };
    let deck = ("rig.deck", "");
    check_deferred(
        case("pass", &[("rig", &rig("rig._native")), deck]),
        "app.images",
        &LOCAL,
    );
    check_kept(
        case("pass", &[("rig", &rig("sails")), deck]),
        "app.images",
        Code::HasEffects,
    );
    check_kept(case("pass", &[("rig", &rig("sails"))]), "app.images", Code::HasEffects);
}
