//! Tables of imported objects: which of them hold names afterwards, and which stay.
use super::super::testing::{Case, check, check_deferred, check_kept};
use super::super::{Code, Strategy};

const SHIPS: &str = "from dockyard import Ship\n\nclass Barge(Ship):\n    pass\n";
const TABLE: &str =
    "from app.ships import Barge\n\nSHIPS = {'barge': Barge}\n\ndef ship(name):\n    return SHIPS[name]\n";

fn fleet(images: &str) -> Case {
    Case::new(&[("app", ""), ("app.ships", SHIPS), ("app.images", images)])
}

#[test]
fn a_dict_of_classes_holds_names() {
    check(
        fleet(TABLE),
        "app.images",
        "from app._dormant import DeferredDict, deferred\n\nSHIPS = DeferredDict({'barge': deferred(\"app.ships:Barge\")})\n\ndef ship(name):\n    return SHIPS[name]\n",
    );
}

#[test]
fn other_values_and_comments_stay_as_they_are() {
    check(
        fleet(
            "
            '''Ships.'''
            from .ships import Barge
            from . import ships, plain

            SHIPS = {
                'barge': Barge,  # flat
                'own': ships.Barge,
                'plain': plain.Raft,
                'none': None,
            }
            ",
        )
        .and(&[("app.plain", "class Raft: pass\n")]),
        "app.images",
        "
        '''Ships.'''
        from . import plain
        from ._dormant import DeferredDict, deferred

        SHIPS = DeferredDict({
            'barge': deferred(\"app.ships:Barge\"),  # flat
            'own': deferred(\"app.ships:Barge\"),
            'plain': plain.Raft,
            'none': None,
        })
        ",
    );
}

#[test]
fn a_long_line_gets_a_line_for_each_item() {
    check(
        fleet("from app.ships import Barge\n\nSHIPS: dict[str, object] = {'barge': Barge, 'second': Barge}\n"),
        "app.images",
        "
        from app._dormant import DeferredDict, deferred

        SHIPS: dict[str, object] = DeferredDict({
            'barge': deferred(\"app.ships:Barge\"),
            'second': deferred(\"app.ships:Barge\"),
        })
        ",
    );
}

#[test]
fn items_that_are_assigned_and_calls_of_dict_count() {
    check(
        fleet("from app.ships import Barge\n\nSHIPS = {}\nSHIPS['barge'] = Barge\nMORE = dict(barge=Barge)\n"),
        "app.images",
        "
        from app._dormant import DeferredDict, deferred

        SHIPS = DeferredDict({})
        SHIPS['barge'] = deferred(\"app.ships:Barge\")
        MORE = DeferredDict(barge=deferred(\"app.ships:Barge\"))
        ",
    );
}

#[test]
fn a_table_that_was_rewritten_takes_new_entries() {
    check(
        fleet(
            "
            from app._dormant import DeferredDict, deferred
            from app.ships import Barge

            SHIPS = DeferredDict({'old': deferred(\"app.ships:Barge\"), 'new': Barge})
            ",
        )
        .and(&[(
            "app._dormant",
            "class DeferredDict(dict): pass\n\ndef deferred(target): return target\n",
        )]),
        "app.images",
        "
        from app._dormant import DeferredDict, deferred

        SHIPS = DeferredDict({
            'old': deferred(\"app.ships:Barge\"),
            'new': deferred(\"app.ships:Barge\"),
        })
        ",
    );
}

#[test]
fn a_name_that_functions_use_too_moves_there() {
    let case = fleet(
        "from app.ships import Barge\n\nSHIPS = {'barge': Barge}\n\ndef is_barge(ship):\n    return isinstance(ship, Barge)\n",
    );
    check_deferred(case, "app.images", &[Strategy::Registry, Strategy::FunctionLocal]);
}

#[test]
fn reading_keys_at_import_is_no_reading() {
    for read in [
        "NAMES = sorted(SHIPS)",
        "assert 'barge' in SHIPS",
        "for name in SHIPS:\n    print(name)",
    ] {
        check_deferred(
            fleet(&format!("{TABLE}\n{read}\n")),
            "app.images",
            &[Strategy::Registry],
        );
    }
}

#[test]
fn reading_values_at_import_keeps_the_table() {
    for read in [
        "DEFAULT = SHIPS['barge']",
        "for name, ship in SHIPS.items():\n    ship.name = name",
        "OTHER = SHIPS",
        "DEFAULT = ship('barge')",
    ] {
        check_kept(fleet(&format!("{TABLE}\n{read}\n")), "app.images", Code::TableRead);
    }
    let elsewhere = fleet(TABLE).and(&[(
        "app.main",
        "from app import images\n\nBARGE = images.SHIPS['barge']()\n",
    )]);
    check_kept(elsewhere, "app.images", Code::TableRead);
}

#[test]
fn a_table_whose_name_is_bound_again_stays() {
    check_kept(
        fleet(&format!("{TABLE}\nSHIPS = dict(SHIPS)\n")),
        "app.images",
        Code::UsedAtImport,
    );
    let text = format!("{TABLE}\ndef reset():\n    global SHIPS\n    SHIPS = {{}}\n");
    check_kept(fleet(&text), "app.images", Code::UsedAtImport);
}

#[test]
fn what_is_patched_where_it_comes_from_stays() {
    let case =
        fleet("from app import ships\n\nSHIPS = {'barge': ships.Barge}\n\ndef ship(name):\n    return SHIPS[name]\n")
            .tests(&[(
                "tests.test_ships",
                "from unittest import mock\n\nmock.patch('app.ships.Barge')\n",
            )]);
    check_kept(case, "app.images", Code::SourcePatched);
}

#[test]
fn the_helper_needs_a_package_and_its_names() {
    let alone = Case::new(&[("ships", SHIPS), ("images", &TABLE.replace("app.ships", "ships"))]);
    check_kept(alone, "images", Code::NoHelper);
    check_kept(
        fleet(&format!("{TABLE}\ndef deferred():\n    pass\n")),
        "app.images",
        Code::NoHelper,
    );
}

#[test]
fn under_the_star_a_generated_file_has_to_be_worth_it() {
    check_kept(fleet(TABLE).heavy(&["*"]), "app.images", Code::SmallGain);
    let parts: Vec<(String, String)> = (0..25).map(|n| (format!("dockyard.part{n}"), String::new())).collect();
    let imports: String = (0..25).map(|n| format!("import dockyard.part{n}\n")).collect();
    let mut site: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let ship = format!("{imports}class Ship: ...\n");
    site.push(("dockyard", &ship));
    check_deferred(
        fleet(TABLE).site(&site).heavy(&["*"]),
        "app.images",
        &[Strategy::Registry],
    );
}

#[test]
fn what_else_is_looked_at_makes_no_generated_file_worth_it() {
    let parts = |top: &str| -> Vec<(String, String)> {
        let imports: String = (0..12).map(|n| format!("import {top}.part{n}\n")).collect();
        let parts = (0..12).map(|n| (format!("{top}.part{n}"), String::new()));
        parts
            .chain([(top.to_owned(), format!("{imports}class Ship: ...\n"))])
            .collect()
    };
    let all = [parts("dockyard"), parts("shipyard")].concat();
    let site: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (ships, table) = (SHIPS.replace("dockyard", "shipyard"), TABLE.replace("app", "other"));
    let both = || {
        let other = [
            ("other", ""),
            ("other.ships", ships.as_str()),
            ("other.images", table.as_str()),
        ];
        fleet(TABLE).and(&other).site(&site).heavy(&["*"])
    };
    check_kept(both(), "app.images", Code::SmallGain);
    check_kept(both(), "other.images", Code::SmallGain);
}

#[test]
fn the_strategy_can_be_switched_off() {
    let case = fleet(TABLE).strategies(&[Strategy::FunctionLocal, Strategy::ModuleGetattr]);
    check_kept(case, "app.images", Code::UsedAtImport);
}
