//! Runs in, a profile out; no clock, no process.
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::record::parse;
use super::*;

const EVENTS: &str = concat!(
    "[\"python\",\"3.12.1\",\"cpython\",\"/v\",\"/usr\",\"/usr/lib/python3.12\"]\n",
    "[\"used\",[\"/p/app/cli.py\"]]\n",
    "[\"event\",\"__main__\",\"/p/run.py\",1,\"app.cli\",[\"main\"],null,null,false,[],1,1]\n",
    "[\"event\",\"_frozen_importlib_external\",\"<frozen importlib._bootstrap_external>\",9,\"_io\",[],\"get\",null,true,[],3,3]\n",
    "[\"event\",\"app.cli\",\"/p/app/cli.py\",3,\"fast\",[],null,\"app.cli\",false,[],1,0]\n",
    "[\"event\",\"app.cli\",\"/p/app/cli.py\",5,\"slow\",[],null,\"app.cli\",false,[],2,2]\n",
);

fn recorded(times: &[i64]) -> Recorded {
    let rows = [
        ("app", "null", "0", "null", false),
        ("app.cli", "null", "0", "\"/p/app/cli.py\"", false),
        ("fast", "1", "2", "null", true),
        ("fast.part", "2", "1", "\"/v/site-packages/fast/part.py\"", false),
        ("slow", "1", "3", "\"/v/site-packages/slow.py\"", false),
    ];
    let mut text = EVENTS.to_owned();
    for ((name, parent, event, file, failed), ms) in rows.iter().zip(times) {
        text += &format!(
            "[\"module\",\"{name}\",{parent},{event},{},1000,{file},{failed}]\n",
            ms * 1_000_000
        );
    }
    text += "[\"clock\",2000000,0,0]\n[\"written\",3000000]\n";
    parse(&text).expect("a trace")
}

fn usage(cpu_ms: u64) -> Usage {
    Usage {
        user: Duration::from_millis(cpu_ms),
        wall: Duration::from_millis(cpu_ms + 1),
        peak_bytes: Some(cpu_ms),
        ..Usage::default()
    }
}

fn profile() -> Profile {
    let runs = Runs {
        places: vec![recorded(&[9, 9, 9, 9, 9])],
        timed: vec![
            (usage(115), recorded(&[1, 9, 5, 20, 50])),
            (usage(115), recorded(&[1, 14, 5, 15, 50])),
            (usage(125), recorded(&[1, 9, 5, 20, 50])),
        ],
        plain: vec![usage(60), usage(50), usage(70)],
        bare: vec![usage(10), usage(10), usage(10)],
    };
    let places = Places::new(&runs.places[0], &[PathBuf::from("/p")], Path::new("/p"), None);
    assemble(&["run.py".to_owned()], 0, &runs, places)
}

#[test]
fn the_parts_fit_the_untraced_run() {
    let total = profile().total;
    // T - B is 115 - 5 - 10 = 100, of which 85 are imports: 85 % of the 50 that the program takes untraced.
    assert_eq!((total.startup_cpu_ms, total.bare_cpu_ms), (60.0, 10.0));
    assert!((total.imports_cpu_ms - 42.5).abs() < 0.1, "{total:?}");
    // Least times: 1 + 9 + 15 + 50, without what failed.
    assert!((total.kappa - 42.5 / 75.0).abs() < 0.001, "{total:?}");
    assert_eq!(total.peak_bytes, Some(60));
}

#[test]
fn modules_have_their_places() {
    let profile = profile();
    let rows: Vec<String> = profile
        .modules
        .iter()
        .map(|module| {
            let name = |index: u32| profile.modules[index as usize].name.as_str();
            format!(
                "{} {:?} {:.1} of {:.1}, under {:?}, line {:?}, used {:?}",
                module.name,
                module.kind,
                module.self_ms,
                module.cumulative_ms,
                module.parent.map(name),
                module.event.map(|event| profile.events[event as usize].line),
                module.used,
            )
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    app FirstParty 0.6 of 0.6, under None, line Some(1), used None
    app.cli FirstParty 5.1 of 42.0, under None, line Some(1), used Some(true)
    fast.part ThirdParty 8.5 of 8.5, under Some("app.cli"), line None, used Some(false)
    slow ThirdParty 28.4 of 28.4, under Some("app.cli"), line Some(5), used Some(false)
    "#);
}

#[test]
fn events_are_the_programs_own() {
    let profile = profile();
    let rows: Vec<String> = profile
        .events
        .iter()
        .map(|event| {
            format!(
                "{} imports {} {}x, executes {:?}, failed {}",
                event.importer, event.target, event.count, event.executed, event.failed
            )
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    __main__ imports app.cli 1x, executes ["app", "app.cli"], failed false
    app.cli imports fast 1x, executes [], failed true
    app.cli imports slow 2x, executes ["slow"], failed false
    "#);
}

#[test]
fn no_runs_are_no_reason_to_fail() {
    let places = Places::new(&Recorded::default(), &[], Path::new("/"), None);
    let profile = assemble(&[], 0, &Runs::default(), places);
    assert_eq!((profile.modules.len(), profile.total.startup_cpu_ms), (0, 0.0));
    assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
}
