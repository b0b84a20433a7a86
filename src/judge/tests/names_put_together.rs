//! Names of modules that are put together in another file than the one that looks them up.
use super::outside::LOCAL;
use crate::judge::Code;
use crate::judge::testing::{Case, check_deferred, check_kept};

/// What another file puts together is named by its own variables: there, `package` is another thing, and so is `__name__`.
#[test]
fn names_that_another_file_puts_together() {
    let case = |name: &str| {
        let user = format!(
            "import os, re, json\nfrom app.loader import load\nfrom app import kinds as package\n\n\
             def use(label):\n    return load({name})\n"
        );
        Case::new(&[
            ("app", ""),
            (
                "app.kinds",
                "from app.loader import load\n\ndef inner(label):\n    return label\n",
            ),
            ("app.kinds.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.other", ""),
            ("app.other.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            (
                "app.loader",
                "import importlib\n\ndef load(name):\n    return dir(importlib.import_module(name))\n",
            ),
            ("app.kinds.user", &user),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    for name in ["f'{package.__name__}.kind_{label}'", "f'{__package__}.kind_{label}'"] {
        check_kept(case(name), "app.kinds.kind_a", Code::NamespaceRead);
        check_deferred(case(name), "app.other.kind_a", &LOCAL);
    }
}
