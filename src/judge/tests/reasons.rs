//! All the reasons of an import: what stands behind the first one is told, too, and nothing else is.
use super::super::Code;
use super::super::testing::{Case, check_reasons, check_reasons_of};

#[test]
fn each_use_is_a_reason_of_its_own() {
    let source = "
        import dockyard

        class Mine(dockyard.Ship):
            pass

        def show(ship: dockyard.Ship, size=dockyard.SIZE) -> None:
            return locals(), dockyard.SIZE
        ";
    let all = [Code::UsedAtImport, Code::EvaluatedAnnotation, Code::LocalsRead];
    check_reasons(source, "app.images", &all);
    let one = "
        import dockyard

        class Mine(dockyard.Ship):
            pass

        def show():
            return dockyard.SIZE
        ";
    check_reasons(one, "app.images", &[Code::UsedAtImport]);
}

#[test]
fn what_others_see_stands_behind_how_it_is_used() {
    let source = "
        from dockyard import Ship

        SHIP = [Ship() for _ in Ship.__mro__]

        def names():
            return globals()

        def __getattr__(name, /, *, more=None):
            raise AttributeError(name)
        ";
    let reader = (
        "app.reader",
        "from app.images import Ship\n\ndef make():\n    return Ship()\n",
    );
    let all = [Code::NamespaceRead, Code::UsedAtImport, Code::ExistingGetattr];
    check_reasons(Case::from(source).and(&[reader]), "app.images", &all);
}

#[test]
fn effects_stand_behind_uses() {
    let site = [(
        "rig",
        "import logging\nimport warnings\nlogging.basicConfig()\nwarnings.simplefilter('error')\nSIZE = 1\n",
    )];
    let case = |text: &str| Case::from(text).site(&site).heavy(&["rig"]);
    let decorated = "import rig\n\n@rig.wrap\ndef size():\n    return rig.SIZE\n";
    check_reasons(case(decorated), "app.images", &[Code::UsedAtImport, Code::HasEffects]);
    check_reasons(
        case("import rig\n\ndef size():\n    return rig.SIZE\n"),
        "app.images",
        &[Code::HasEffects],
    );
}

#[test]
fn every_effect_is_a_reason_of_its_own() {
    let site = [(
        "rig",
        "import logging\nimport locale\nlogging.basicConfig()\nlocale.setlocale(0, 'C')\nSIZE = 1\n",
    )];
    let case = Case::from("import rig\n\ndef size():\n    return rig.SIZE\n")
        .site(&site)
        .heavy(&["rig"]);
    assert_eq!(case.reasons("app.images").len(), 2);
}

#[test]
fn a_guard_and_a_window_stand_behind() {
    let source = "
        import os
        import rig

        class Mine(rig.Base):
            pass

        def main():
            os.environ['RIG_X'] = '1'
            os.chdir('/')
        ";
    let reads = "import os\nX = os.environ.get('RIG_X')\nHERE = os.getcwd()\nclass Base:\n    pass\n";
    let guard = (
        "app.guard",
        "try:\n    import app.images\nexcept ImportError:\n    pass\n",
    );
    let case = Case::from(source).and(&[guard]).site(&[("rig", reads)]).heavy(&["rig"]);
    let all = [Code::UsedAtImport, Code::GuardedElsewhere, Code::ImportWindow];
    check_reasons(case.clone(), "app.images", &all);
    // The variable and the directory: each would have to be set elsewhere.
    assert_eq!(case.reasons("app.images").len(), 4);
}

#[test]
fn a_try_has_all_its_reasons() {
    let source = "
        try:
            import dockyard
            HAS_DOCKYARD = True
        except ImportError:
            HAS_DOCKYARD = False

        if HAS_DOCKYARD:
            print(dockyard.SIZE)

        def names():
            return globals()
        ";
    let found = Case::from(source).reasons("app.images");
    let codes: Vec<Code> = found.iter().map(|(code, _)| *code).collect();
    assert!(
        codes.contains(&Code::GuardedImport) && codes.contains(&Code::NamespaceRead),
        "{found:#?}"
    );
}

#[test]
fn nothing_else_is_a_reason() {
    // It is loaded by another way, too: that is why it is kept, and no reason stands behind that.
    let also = ("app.also", "import dockyard\n\nclass Mine(dockyard.Ship):\n    pass\n");
    let case = Case::from("import app.also\nimport dockyard\n\ndef size():\n    return dockyard.SIZE\n").and(&[also]);
    for kept in case.reasons("app.images") {
        assert!(
            matches!(kept.0, Code::LoadedAnyway | Code::UsedAtImport | Code::UnusedImport),
            "{kept:?}"
        );
    }
    check_reasons(case, "app.also", &[Code::UsedAtImport]);
}

#[test]
fn a_reason_that_holds_no_more_leaves_the_others() {
    let source = "
        from dockyard import Ship

        class Mine(Ship):
            pass

        def names():
            return globals()
        ";
    let case = Case::from(source);
    let all = case.kept("app.images");
    assert_eq!(all.len(), 2, "{all:?}");
    for (at, kept) in all.iter().enumerate() {
        let others: Vec<_> = all.iter().filter(|other| *other != kept).cloned().collect();
        assert_eq!(
            case.clone()
                .waiving("app.images", std::slice::from_ref(kept))
                .kept("app.images"),
            others,
            "{at}"
        );
    }
    assert!(case.waiving("app.images", &all).kept("app.images").is_empty());
}

#[test]
fn what_a_constant_uses_that_may_wait_is_used() {
    let source = "import logging\nimport rig\n\n_LOG = logging.getLogger(__name__)\nSIZE = rig.SIZE\n\ndef show():\n    return _LOG\n";
    let site = [("rig", "import logging\nSIZE = [logging.INFO for _ in range(2)]\n")];
    let case = Case::from(source).site(&site).heavy(&["logging"]);
    check_reasons_of(case, "app.images", "import logging", &[Code::LoadedAnyway]);
}

/// Of the modules that are loaded all the same, the one is told that the import names, and not the package around it.
#[test]
fn the_way_by_which_what_is_named_is_loaded() {
    let images = "from app.deep import connect\nfrom app.other import SIZE\n\nTWICE = 2 * SIZE\n\ndef size():\n    return connect()\n";
    let case = Case::from(images)
        .and(&[
            ("app", ""),
            ("app.deep", "def connect():\n    return 1\n"),
            ("app.other", "from app.deep import connect\n\nSIZE = connect()\n"),
        ])
        .heavy(&["app", "app.deep"]);
    let reasons = case.reasons("app.images");
    let told = reasons.iter().find(|(code, _)| *code == Code::LoadedAnyway);
    assert!(
        told.is_some_and(|(_, way)| way.ends_with(" -> app.deep")),
        "{reasons:?}"
    );
}
