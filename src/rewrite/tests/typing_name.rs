//! How a module gets at `TYPE_CHECKING`.
use super::help::{check, rewritten};

const BLOCK: &str = "if TYPE_CHECKING:\n    import framely\n\nX = 1\n";

#[test]
fn added_to_an_import_of_typing() {
    let with = |before: &str, after: &str| {
        check(
            &format!("{before}import framely\nX = 1\n"),
            |p| p.defer("import framely").type_checking(),
            &format!("{after}\n{BLOCK}"),
        );
    };
    with(
        "from typing import Any, Optional\n",
        "from typing import TYPE_CHECKING, Any, Optional\n",
    );
    with(
        "from typing import IO  # c\n",
        "from typing import IO, TYPE_CHECKING  # c\n",
    );
    with(
        "from typing import (\n    IO,\n    Any,\n)\n",
        "from typing import (\n    IO,\n    TYPE_CHECKING,\n    Any,\n)\n",
    );
    with(
        "from typing import (\n    # c\n    Any,\n)\n",
        "from typing import (\n    # c\n    TYPE_CHECKING,\n    Any,\n)\n",
    );
    with(
        "from typing import IO, \\\n    Any\n",
        "from typing import IO, \\\n    TYPE_CHECKING, Any\n",
    );
    with(
        "from typing import Any, Callable, ClassVar, Generic, Iterable, Iterator, Mapping as M\n",
        "from typing import (\n    TYPE_CHECKING,\n    Any,\n    Callable,\n    ClassVar,\n    Generic,\n    Iterable,\n    Iterator,\n    Mapping as M,\n)\n",
    );
}

#[test]
fn a_name_that_is_there_is_used() {
    let with = |before: &str, name: &str| {
        check(
            &format!("{before}import framely\nX = 1\n"),
            |p| p.defer("import framely").type_checking(),
            &format!("{before}\nif {name}:\n    import framely\n\nX = 1\n"),
        );
    };
    with("from typing_extensions import TYPE_CHECKING\n", "TYPE_CHECKING");
    with("from typing import TYPE_CHECKING as TC\n", "TC");
    with("import os, typing as t\n", "t.TYPE_CHECKING");
    with("import typing\nfrom typing import TYPE_CHECKING\n", "TYPE_CHECKING");
}

#[test]
fn a_block_stands_behind_a_name_that_comes_late() {
    let with = |before: &str, after: &str| {
        check(before, |p| p.defer("import framely").type_checking(), after);
        check(
            before,
            |p| p.typing_is_loaded().defer("import framely").type_checking(),
            after,
        );
    };
    let hack = "\"\"\"Doc.\"\"\"\ntry:\n    __import__(\"hack\").x()\nexcept ImportError:\n    pass\n";
    let documented = "\"\"\"Doc.\"\"\"\nDOCUMENTATION = 'text'\n";
    for head in [hack, documented, "X = 1\n", "import os\nX = 1\n"] {
        for name in [
            "from typing import Dict, TYPE_CHECKING\n",
            "TYPE_CHECKING = False\n",
            "from typing import TYPE_CHECKING\nimport zlib\n",
        ] {
            with(
                &format!("{head}import framely\n{name}Y = 1\n"),
                &format!("{head}{name}\nif TYPE_CHECKING:\n    import framely\n\nY = 1\n"),
            );
        }
    }
    with(
        "import framely\nX = 1\nfrom typing import TYPE_CHECKING as TC",
        "X = 1\nfrom typing import TYPE_CHECKING as TC\n\nif TC:\n    import framely\n",
    );
}

#[test]
fn a_flag_that_comes_late_and_may_be_true_is_not_used() {
    check(
        "import framely\nX = 1\nTYPE_CHECKING = X\n",
        |p| p.defer("import framely").type_checking(),
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import framely\n\nX = 1\nTYPE_CHECKING = X\n",
    );
}

#[test]
fn getattr_does_not_wait_for_a_name_that_comes_late() {
    let text = "import framely\nX = 1\nfrom typing import TYPE_CHECKING\n";
    let after = rewritten(text, |p| p.package("app").defer("import framely").getattr()).unwrap();
    let places = ["def __getattr__", "X = 1", "from typing"].map(|part| after.find(part));
    assert!(places.is_sorted() && places[0].is_some(), "{after}");
}

#[test]
fn imported_where_typing_is_loaded_anyway() {
    let with = |before: &str, after: &str| {
        check(
            &format!("{before}import framely\nX = 1\n"),
            |p| p.typing_is_loaded().defer("import framely").type_checking(),
            &format!("{after}\n{BLOCK}"),
        );
    };
    with(
        "import os\nfrom zlib import crc32\n\n",
        "import os\nfrom typing import TYPE_CHECKING\nfrom zlib import crc32\n",
    );
    with(
        "import os\nimport zlib\n\n",
        "import os\nimport zlib\nfrom typing import TYPE_CHECKING\n",
    );
    with(
        "from __future__ import annotations\nfrom zlib import crc32\n\n",
        "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nfrom zlib import crc32\n",
    );
    with(
        "\"\"\"D.\"\"\"\n\nimport app\n\n",
        "\"\"\"D.\"\"\"\n\nfrom typing import TYPE_CHECKING\n\nimport app\n",
    );
    with("", "from typing import TYPE_CHECKING\n");
    check(
        "\"\"\"D.\"\"\"\n\n# c\nX = 1\nimport framely\n",
        |p| p.typing_is_loaded().defer("import framely").type_checking(),
        "\"\"\"D.\"\"\"\n\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import framely\n\n# c\nX = 1\n",
    );
}
