//! Imports that come back to the top for Python 3.15.
use super::super::testing::{Case, check, check_deferred, rewritten};
use super::super::{Code, Strategy};

fn case(text: &str) -> Case {
    Case::from(text).target(15)
}

#[track_caller]
fn stays(case: Case) {
    let (plan, _) = case.outcome_of("app.images");
    let returns = plan.map(|plan| plan.returns).unwrap_or_default();
    assert!(returns.is_empty(), "{returns:?} in {}", case.text_of("app.images"));
}

#[test]
fn out_of_functions() {
    check(
        case(
            "
            '''Images.'''
            import os

            def size():
                '''How big.'''
                import dockyard

                return dockyard.SIZE + len(os.sep)

            class Images:
                def open(self, how):
                    if how:
                        from dockyard.hull import build as make

                        return make()
                    import dockyard
                    return dockyard.connect()
            ",
        ),
        "app.images",
        "
        '''Images.'''
        import os
        lazy import dockyard
        lazy from dockyard.hull import build as make

        def size():
            '''How big.'''

            return dockyard.SIZE + len(os.sep)

        class Images:
            def open(self, how):
                if how:
                    return make()
                return dockyard.connect()
        ",
    );
}

#[test]
fn out_of_blocks_for_type_checkers() {
    check(
        case(
            "
            from __future__ import annotations

            from typing import TYPE_CHECKING

            if TYPE_CHECKING:
                from dockyard import Ship


            def sail(ship: Ship) -> Ship:
                from dockyard import Ship

                return Ship()
            ",
        ),
        "app.images",
        "
        from __future__ import annotations

        lazy from dockyard import Ship


        def sail(ship: Ship) -> Ship:
            return Ship()
        ",
    );
    check(
        case(
            "
            TYPE_CHECKING = False
            if TYPE_CHECKING:
                from dockyard import Ship
                from nowhere import Stub


            def sail(ship: Ship, stub: 'Stub'): ...
            ",
        ),
        "app.images",
        "
        lazy from dockyard import Ship

        TYPE_CHECKING = False
        if TYPE_CHECKING:
            from nowhere import Stub


        def sail(ship: Ship, stub: 'Stub'): ...
        ",
    );
}

#[test]
fn where_it_would_not_be_the_same_program_it_stays() {
    let function = |body: &str| format!("def size(x):\n    import dockyard\n{body}");
    for body in [
        // Who sees the function's names.
        "    return dockyard, locals()\n",
        "    return eval(x), dockyard\n",
        // Other things of that name.
        "    dockyard = dockyard.SIZE\n    return dockyard\n",
        "    return dockyard\n\ndef other():\n    from hangar import dockyard\n    return dockyard\n",
        "    return dockyard\n\ndockyard = 1\n",
        "    del dockyard\n",
        // What happens before the first use.
        "    import sys\n    sys.path.append(x)\n    return dockyard.SIZE\n",
        // Who handles the failure.
        "    try:\n        return dockyard.SIZE\n    except ImportError:\n        return 0\n",
        // Nothing uses it.
        "    return 1\n",
        // Who looks at the module.
        "    return dockyard\n\nNAMES = dir()\n",
        "    return dockyard\n\ndef names():\n    return globals()\n",
        "    return dockyard\n\nimport sys\ndef has():\n    return hasattr(sys.modules[__name__], 'dockyard')\n",
    ] {
        stays(case(&function(body)));
    }
    for text in [
        "def size():\n    try:\n        import dockyard\n        return dockyard\n    finally:\n        pass\n",
        "def size(x):\n    if x:\n        import dockyard\n    return dockyard\n",
        "def size():\n    import dockyard.hull as open\n    return open\n",
        "class A:\n    import dockyard\n",
        "def size():\n    import dockyard  # dormant: eager\n    return dockyard\n",
        "def __getattr__(name):\n    import dockyard\n    return dockyard\n",
        "from dataclasses import dataclass\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from dockyard import Ship\n\n@dataclass\nclass A:\n    ship: 'Ship'\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from dockyard import Ship\nelse:\n    Ship = None\n",
    ] {
        stays(case(text));
    }
    let used = "def size():\n    from dockyard import SIZE\n    return SIZE\n";
    let star = [("app.all", "from app.images import *\n")];
    stays(case(used).and(&star));
    let patch = "from unittest.mock import patch\n\n@patch('dockyard.SIZE', 3)\ndef test(): ...\n";
    stays(case(used).tests(&[("tests.test_images", patch)]));
    let effects = [("dockyard.noisy", "import os\nos.environ['X'] = '1'\nX = 1\n")];
    let noisy = "import os\n\ndef size():\n    from dockyard.noisy import X\n    return X, os.environ.get('X')\n";
    stays(case(noisy).site(&effects));
    // Older versions have no such form, and who leaves the keyword out wants none.
    stays(Case::from(used));
    stays(case(used).strategies(&[Strategy::FunctionLocal]));
    assert_eq!(Code::Shutdown.code(), "shutdown");
}

#[test]
fn beside_the_same_import_at_the_top() {
    let own = "def other():\n    import dockyard\n\n    return dockyard.SIZE\n";
    let used = "def size():\n    return dockyard.SIZE\n";
    for top in ["import dockyard\n", "lazy import dockyard\n"] {
        let after = rewritten(case(&format!("{top}\n{used}\n{own}")), "app.images");
        assert_eq!(after.matches("import dockyard").count(), 1, "{after}");
        assert!(after.starts_with("lazy import dockyard\n"), "{after}");
    }
    // Others may read the name from the module as before.
    let reader = [(
        "app.other",
        "from app import images\n\ndef f():\n    return images.dockyard\n",
    )];
    let after = rewritten(
        case(&format!("lazy import dockyard\n\n{used}\n{own}")).and(&reader),
        "app.images",
    );
    assert_eq!(after.matches("import dockyard").count(), 1, "{after}");
    for text in [
        // It is not the same, or not always there.
        format!("lazy import dockyard.hull\n\n{own}"),
        format!("lazy from hangar import dockyard\n\n{own}"),
        format!("if X:\n    lazy import dockyard\n\n{own}"),
        format!("try:\n    import dockyard\nexcept ImportError:\n    dockyard = None\n\n{own}"),
        format!("lazy import dockyard\n\n{own}\ndef forget():\n    global dockyard\n    dockyard = None\n"),
        format!("lazy import dockyard\n\n{own}\ndel dockyard\n"),
        // It is loaded at import anyway, and stays a plain one.
        format!("import dockyard\n\nX = dockyard.SIZE\n\n{own}"),
    ] {
        stays(case(&text));
    }
    // A test that puts something in the place of the module's name would reach the function, too.
    let patch = "from unittest.mock import patch\n\n@patch('app.images.dockyard')\ndef test(dockyard): ...\n";
    stays(case(&format!("lazy import dockyard\n\n{used}\n{own}")).tests(&[("tests.test_images", patch)]));
}

/// A comment about the code below an import stays with that.
#[test]
fn comments_about_code_stay() {
    check(
        case(
            "
            def one(path):
                if path == '/':
                    # At the top, there is nothing else.
                    import dockyard

                    return dockyard.SIZE
            ",
        ),
        "app.images",
        "
        lazy import dockyard


        def one(path):
            if path == '/':
                # At the top, there is nothing else.
                return dockyard.SIZE
        ",
    );
}

#[test]
fn comments_come_along() {
    check(
        case(
            "
            import os


            def one():
                # Loading it takes a second.
                import dockyard  # slow, see #12

                return dockyard.SIZE, os.sep


            def two():
                import dockyard  # noqa: PLC0415  # no stubs
                from dockyard.hull import build  # type: ignore[import-untyped]  # pylint: disable=import-outside-toplevel

                # What it is.
                return dockyard, build
            ",
        ),
        "app.images",
        "
        import os
        # Loading it takes a second.
        lazy import dockyard  # slow, see #12  # no stubs
        lazy from dockyard.hull import build  # type: ignore[import-untyped]


        def one():
            return dockyard.SIZE, os.sep


        def two():
            # What it is.
            return dockyard, build
        ",
    );
    check(
        case(
            "
            from __future__ import annotations

            from typing import TYPE_CHECKING

            if TYPE_CHECKING:
                # For annotations alone.
                from dockyard import Ship  # why


            def sail(ship: Ship): ...
            ",
        ),
        "app.images",
        "
        from __future__ import annotations

        # For annotations alone.
        lazy from dockyard import Ship  # why


        def sail(ship: Ship): ...
        ",
    );
}

#[test]
fn a_lazy_import_closes_no_cycle_in_the_middle_of_its_module() {
    let tree = "lazy from app import gram\n\nclass Base:\n    pass\n\nclass Leaf(Base):\n    def gram(self):\n        return gram.TOP\n";
    let case = Case::from([
        ("app", ""),
        ("app.tree", tree),
        ("app.gram", "from app.tree import Leaf\nTOP = Leaf\n"),
        (
            "app.main",
            "from app.tree import Leaf\n\ndef leaf():\n    return Leaf()\n",
        ),
    ]);
    check_deferred(
        case.heavy(&["app.tree"]).target(15),
        "app.main",
        &[Strategy::LazyKeyword],
    );
}

#[test]
fn out_of_functions_of_a_module_that_serves_fixed_names() {
    let function = "def size():\n    import dockyard\n    return dockyard.SIZE\n";
    for hook in [
        "def __getattr__(name):\n    if name == 'old':\n        return 1\n    raise AttributeError(f'no {name}')\n",
        "def __getattr__(name: str):\n    'Serves.'\n    if name in ('old', 'older'):\n        return 1\n    elif name in globals():\n        return 2\n    else:\n        raise AttributeError(name)\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import logging\n    log = logging.root\nelse:\n    def __getattr__(name):\n        if name == 'log':\n            import logging\n            value = logging.root\n        else:\n            raise AttributeError(name)\n        return globals().setdefault(name, value)\n    def __dir__():\n        return sorted({*globals(), 'log'})\n",
    ] {
        let text = format!("{function}\n{hook}");
        let after = rewritten(case(&text), "app.images");
        assert!(
            after.contains("lazy import dockyard\n") && after.contains("def __getattr__"),
            "{after}"
        );
        assert!(!after.contains("    import dockyard\n"), "{after}");
    }
    for hook in [
        // It may serve the name, or any.
        "def __getattr__(name):\n    if name == 'dockyard':\n        return 1\n    raise AttributeError(name)\n",
        "def __getattr__(name):\n    if name != 'old':\n        return 1\n    raise AttributeError(name)\n",
        "def __getattr__(name):\n    if name == 'old':\n        return 1\n",
        "def __getattr__(name):\n    if name == 'old':\n        return 1\n    else:\n        pass\n    return 2\n",
        "def __getattr__(name):\n    if name == 'old':\n        return 1\n    raise KeyError(name)\n",
        "def __getattr__(name):\n    print(name)\n    if name == 'old':\n        return 1\n    raise AttributeError(name)\n",
        "OLD = ['old']\ndef __getattr__(name):\n    if name in OLD:\n        return 1\n    raise AttributeError(name)\n",
        "import functools\n@functools.cache\ndef __getattr__(name):\n    if name == 'old':\n        return 1\n    raise AttributeError(name)\n",
        "def __getattr__(name, other=1):\n    if name == 'old':\n        return 1\n    raise AttributeError(name)\n",
        "def __getattr__(name):\n    if name == 'old':\n        return 1\n    raise AttributeError(name)\n__getattr__ = print\n",
    ] {
        stays(case(&format!("{function}\n{hook}")));
    }
}

#[track_caller]
fn comes_back(case: Case) {
    let after = rewritten(case, "app.images");
    assert!(
        after.contains("lazy import dockyard") || after.contains("lazy from dockyard"),
        "{after}"
    );
}

#[test]
fn failures_that_are_handled_elsewhere_in_the_function() {
    let function = |body: &str| format!("def size(x):\n    import dockyard\n{body}");
    for body in [
        "    size = dockyard.SIZE\n    try:\n        return x()\n    except ImportError:\n        return size\n",
        "    try:\n        x()\n    except Exception:\n        return dockyard.SIZE\n",
        "    import contextlib\n    with contextlib.suppress(Exception):\n        x()\n    return dockyard.SIZE\n",
    ] {
        comes_back(case(&function(body)));
    }
    for body in [
        "    try:\n        return dockyard.SIZE\n    except Exception:\n        return 0\n",
        "    try:\n        x(dockyard)\n    except:\n        pass\n    return dockyard.SIZE\n",
        "    import contextlib\n    with contextlib.suppress(ImportError):\n        return dockyard.SIZE\n",
        "    def inner():\n        try:\n            return dockyard.SIZE\n        except ImportError:\n            return 0\n    return inner\n",
        "    try:\n        if x:\n            for y in x:\n                y(dockyard)\n    except (ValueError, ImportError):\n        pass\n",
    ] {
        stays(case(&function(body)));
    }
}

#[test]
fn what_is_changed_between_the_import_and_its_use() {
    let asks = [(
        "dockyard.asks",
        "import os\nWHERE = os.environ.get('PORT')\nHERE = os.getcwd()\n",
    )];
    let function = |change: &str| {
        format!(
            "import os\nimport sys\n\ndef size():\n    from dockyard.asks import WHERE\n    {change}\n    return WHERE\n"
        )
    };
    for change in ["os.environ['LESS'] = 'x'", "sys.argv = ['x']"] {
        comes_back(case(&function(change)).site(&asks));
    }
    for change in [
        "os.environ['PORT'] = '1'",
        "os.environ.clear()",
        "os.chdir('/')",
        "sys.path.insert(0, 'x')",
        "sys.modules.pop('dockyard.asks', None)",
    ] {
        stays(case(&function(change)).site(&asks));
    }
}

/// What a function imports that runs while modules are imported is loaded then, whatever form it has.
#[test]
fn out_of_functions_that_run_at_import() {
    let function = "def size():\n    import dockyard\n    return dockyard.SIZE\n";
    let at_once = format!("{function}\nSIZE = size()\n");
    stays(case(&at_once));
    let elsewhere = case(function).and(&[("app.start", "from app.images import size\nSIZE = size()\n")]);
    stays(elsewhere);
    let late = format!("{function}\ndef main():\n    return size()\n");
    assert!(rewritten(case(&late), "app.images").contains("lazy import dockyard\n"));
}
