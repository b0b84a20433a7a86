//! Names of which an installed module has a copy when somebody replaces them where they come from.
use super::super::Code;
use super::super::testing::{Case, check_deferred, check_kept};
use super::outside::LOCAL;

/// The package has taken the name when it was loaded: who replaces it where it comes from loads the package first.
#[test]
fn source_patched_behind_the_copy_of_a_package() {
    let test = |target: &str| format!("from unittest.mock import patch\n@patch('{target}')\ndef test(fake): ...\n");
    let case = |package: &str, target: &str| {
        Case::from("from harbour import berth\n\ndef size():\n    return berth()\n")
            .site(&[("harbour", package), ("harbour.quay", "def berth(): return 1\n")])
            .heavy(&["harbour"])
            .tests(&[("tests.test_images", &test(target))])
    };
    let copy = "from harbour.quay import berth\n";
    check_deferred(case(copy, "harbour.quay.berth"), "app.images", &LOCAL);
    for (package, target) in [
        (copy, "harbour.berth"),
        (
            "def __getattr__(name):\n    from harbour import quay\n    return getattr(quay, name)\n",
            "harbour.berth",
        ),
    ] {
        check_kept(case(package, target), "app.images", Code::SourcePatched);
    }
    // The package of the project is rewritten itself.
    let own = Case::from("from app.dock import connect\n\ndef size():\n    return connect()\n")
        .and(&[("app.dock", "from dockyard import connect\n")])
        .tests(&[("tests.test_images", &test("dockyard.connect"))])
        .heavy(&["app.dock"]);
    check_kept(own, "app.images", Code::SourcePatched);
}

/// Who replaces a name in another module has that one loaded, and what is around it: not yet who takes a copy of it.
#[test]
fn source_patched_before_the_copy_is_taken() {
    let patch = |target: &str| format!("from unittest.mock import patch\n@patch('{target}')\ndef test(fake): ...\n");
    let case = |import: &str, modules: &[(&str, &str)], test: &str| {
        Case::from(format!("{import}\n\ndef size():\n    return berth()\n").as_str())
            .site(&[("harbour", ""), ("harbour.quay", "def berth(): return 1\n")])
            .site(modules)
            .heavy(&["harbour", "pier"])
            .tests(&[("tests.test_images", test)])
    };
    let set = "import harbour.quay\ndef test(monkeypatch):\n    monkeypatch.setattr(harbour.quay, 'berth', None)\n";
    let take = "from harbour.quay import berth\n";
    for test in [&patch("harbour.quay.berth"), set] {
        let other = case("from pier import berth", &[("pier", take)], test);
        check_kept(other, "app.images", Code::SourcePatched);
        let beside = case("from harbour.pier import berth", &[("harbour.pier", take)], test);
        check_kept(beside, "app.images", Code::SourcePatched);
        // The package takes the name from a module beside the patched one, which has it from there.
        let twice: &[(&str, &str)] = &[("pier", "from pier.quay import berth\n"), ("pier.quay", take)];
        let twice = case("from pier import berth", twice, test);
        check_kept(twice, "app.images", Code::SourcePatched);
        // The module beside is loaded with the package around both.
        let around: &[(&str, &str)] = &[("harbour", "from harbour import pier\n"), ("harbour.pier", take)];
        let around = case("from harbour.pier import berth", around, test);
        check_deferred(around, "app.images", &LOCAL);
    }
    // The patched module takes its own copy, and so has the package: only the last one is patched without it.
    let chain: &[(&str, &str)] = &[
        ("harbour", "from harbour.quay import berth\n"),
        ("harbour.quay", "from pier import berth\n"),
        ("pier", "def berth(): return 1\n"),
    ];
    let import = "from harbour import berth";
    check_deferred(case(import, chain, &patch("harbour.quay.berth")), "app.images", &LOCAL);
    check_kept(
        case(import, chain, &patch("pier.berth")),
        "app.images",
        Code::SourcePatched,
    );
    // The package takes the name only perhaps.
    let perhaps = "import sys\nif len(sys.argv) > 1:\n    from harbour.quay import berth\n";
    let perhaps = case(import, &[("harbour", perhaps)], &patch("harbour.quay.berth"));
    check_kept(perhaps, "app.images", Code::SourcePatched);
}
