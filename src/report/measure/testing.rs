//! Measurements for the tests of the formats.
use crate::measure::model::{Estimate, Gate, ImportTime, Measurement, Row, SCHEMA, Sides, Stats, Verdict};

fn stats(median: f64) -> Stats {
    let rounded = |value: f64| (value * 1000.0).round() / 1000.0;
    let around = |middle: f64| Estimate {
        median: rounded(middle),
        low: rounded(middle * 0.97),
        high: rounded(middle * 1.04),
        minimum: rounded(middle * 0.95),
    };
    Stats {
        cpu_ms: around(median),
        user_ms: rounded(median * 0.8),
        system_ms: rounded(median * 0.2),
        wall_ms: around(median * 1.1),
        peak_bytes: Some((median * 200_000.0) as u64),
        all_cpu_ms: [median * 0.95, median, median * 1.1].map(rounded).to_vec(),
    }
}

fn row(runner: &str, before: Option<f64>, after: Option<f64>, verdict: Option<Verdict>) -> Row {
    Row {
        runner: runner.into(),
        shown: format!("{runner} harbor --help"),
        sides: Sides {
            before: before.map(stats),
            after: after.map(stats),
        },
        verdict,
        missing: None,
    }
}

/// Two trees, with a row that is missing and a gate that failed.
pub fn measurement() -> Measurement {
    let mut nuitka = row("nuitka", None, None, None);
    nuitka.missing = Some("no compiled program: make one with `dormant build` and give it".into());
    Measurement {
        schema: SCHEMA,
        command: "harbor --help".into(),
        python: "3.12.1".into(),
        machine: "linux x86_64, 2 processors".into(),
        runs: 3,
        rows: vec![
            row("python", Some(358.0), Some(219.0), Some(Verdict::Faster)),
            row("uv-run", Some(372.0), Some(361.0), Some(Verdict::Unclear)),
            nuitka,
        ],
        baselines: vec![
            row("interpreter", None, Some(12.5), None),
            row("uv run, interpreter", None, Some(28.0), None),
            row("import of main", Some(330.0), Some(190.0), Some(Verdict::Faster)),
        ],
        modules: Sides {
            before: Some(266),
            after: Some(191),
        },
        top_imports: vec![ImportTime {
            module: "skylift.services".into(),
            self_ms: 41.26,
            cumulative_ms: 97.0,
        }],
        copies: Vec::new(),
        warnings: vec!["the machine is noisy: half of the runs of one row differ by 21 % of the median".into()],
        gates: vec![Gate {
            flag: "--budget-ms".into(),
            is_kept: false,
            message: "219 ms of CPU [212, 228], 200 allowed".into(),
        }],
    }
}

/// One tree alone.
pub fn one_tree() -> Measurement {
    let mut measured = measurement();
    for row in measured.rows.iter_mut().chain(&mut measured.baselines) {
        row.sides.before = None;
        row.verdict = None;
    }
    measured.modules.before = None;
    measured.warnings.clear();
    measured.gates.clear();
    measured
}
