//! Limits for CI: a budget, a regression against the other tree or a saved measurement, a number of modules.
//!
//! Times fail a gate only where their whole interval lies on the wrong side: a noisy machine is not a regression. The number of
//! modules is exact.
use super::model::{Estimate, Gate, Measurement, Row, Sides};
use crate::verdict::counted;

/// The limits asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Limits {
    /// Milliseconds of CPU that the command may take under direct Python.
    pub budget_ms: Option<f64>,
    /// How many per cent more CPU time it may take than before.
    pub max_regression: Option<f64>,
    /// How many modules it may load.
    pub max_modules: Option<usize>,
}

/// Judges a measurement; `baseline` is an older one.
pub(super) fn judge(measured: &Measurement, baseline: Option<&Measurement>, limits: &Limits) -> Vec<Gate> {
    let after = measured.direct().and_then(|row| row.sides.after.as_ref());
    let cpu = after.map(|stats| stats.cpu_ms);
    let mut gates = Vec::new();
    if let Some(budget) = limits.budget_ms {
        gates.push(self::budget(budget, cpu));
    }
    if let Some(percent) = limits.max_regression {
        let (before, name) = match baseline {
            Some(older) => (older.direct().and_then(newest), "the baseline"),
            None => (
                measured
                    .direct()
                    .and_then(|row| row.sides.before.as_ref().map(|stats| stats.cpu_ms)),
                "before",
            ),
        };
        gates.push(regression(percent, before, cpu, name));
    }
    if let Some(most) = limits.max_modules {
        gates.push(modules(most, measured.modules));
    }
    gates
}

fn newest(row: &Row) -> Option<Estimate> {
    row.sides.after.as_ref().map(|stats| stats.cpu_ms)
}

fn gate(flag: &str, is_kept: bool, message: String) -> Gate {
    Gate {
        flag: flag.to_owned(),
        is_kept,
        message,
    }
}

fn budget(budget: f64, cpu: Option<Estimate>) -> Gate {
    let flag = "--budget-ms";
    let Some(cpu) = cpu else {
        return gate(flag, false, "the command was not measured".into());
    };
    let doubt = if cpu.low <= budget && cpu.median > budget {
        "; too noisy to call it too much"
    } else {
        ""
    };
    let message = format!(
        "{:.0} ms of CPU [{:.0}, {:.0}], {budget:.0} allowed{doubt}",
        cpu.median, cpu.low, cpu.high
    );
    gate(flag, cpu.low <= budget, message)
}

fn regression(percent: f64, before: Option<Estimate>, after: Option<Estimate>, name: &str) -> Gate {
    let flag = "--max-regression";
    let (Some(before), Some(after)) = (before, after) else {
        return gate(
            flag,
            false,
            format!(
                "nothing to compare: give --before, or a --baseline with the row of direct Python ({name} has none)"
            ),
        );
    };
    let change = (after.median / before.median - 1.0) * 100.0;
    let factor = 1.0 + percent / 100.0;
    let is_apart = after.low > before.high && after.low > before.median * factor;
    let message = format!(
        "{:.0} ms of CPU against {:.0} of {name}: {change:+.1} %, {percent} % allowed",
        after.median, before.median
    );
    gate(flag, !is_apart, message)
}

fn modules(most: usize, found: Sides<Option<usize>>) -> Gate {
    let flag = "--max-modules";
    match found.after {
        Some(count) => gate(
            flag,
            count <= most,
            format!("{}, {most} allowed", counted(count, "module")),
        ),
        None => gate(flag, false, "the modules could not be counted".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{DIRECT, Stats};
    use super::*;

    fn stats(median: f64, width: f64) -> Stats {
        let estimate = Estimate {
            median,
            low: median - width,
            high: median + width,
            minimum: median - width,
        };
        Stats {
            cpu_ms: estimate,
            user_ms: median,
            system_ms: 0.0,
            wall_ms: estimate,
            peak_bytes: None,
            all_cpu_ms: vec![median],
        }
    }

    fn measured(before: Option<Stats>, after: Stats) -> Measurement {
        Measurement {
            schema: 1,
            command: "app".into(),
            python: "3.12.1".into(),
            machine: "here".into(),
            runs: 5,
            rows: vec![Row {
                runner: DIRECT.into(),
                shown: "python app".into(),
                sides: Sides {
                    before,
                    after: Some(after),
                },
                verdict: None,
                missing: None,
            }],
            baselines: Vec::new(),
            modules: Sides {
                before: None,
                after: Some(120),
            },
            top_imports: Vec::new(),
            copies: Vec::new(),
            warnings: Vec::new(),
            gates: Vec::new(),
        }
    }

    fn check(measured: &Measurement, baseline: Option<&Measurement>, limits: &Limits) -> String {
        let gates = judge(measured, baseline, limits);
        let line = |gate: &Gate| {
            format!(
                "{} {}: {}",
                if gate.is_kept { "kept" } else { "failed" },
                gate.flag,
                gate.message
            )
        };
        gates.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_budget_fails_only_beyond_doubt() {
        let limits = |budget| Limits {
            budget_ms: Some(budget),
            ..Limits::default()
        };
        let run = measured(None, stats(100.0, 10.0));
        insta::assert_snapshot!(check(&run, None, &limits(120.0)), @"kept --budget-ms: 100 ms of CPU [90, 110], 120 allowed");
        insta::assert_snapshot!(check(&run, None, &limits(95.0)), @"kept --budget-ms: 100 ms of CPU [90, 110], 95 allowed; too noisy to call it too much");
        insta::assert_snapshot!(check(&run, None, &limits(80.0)), @"failed --budget-ms: 100 ms of CPU [90, 110], 80 allowed");
    }

    #[test]
    fn a_regression_is_against_before_or_a_baseline() {
        let limits = Limits {
            max_regression: Some(10.0),
            ..Limits::default()
        };
        let slower = measured(Some(stats(100.0, 2.0)), stats(120.0, 2.0));
        insta::assert_snapshot!(check(&slower, None, &limits), @"failed --max-regression: 120 ms of CPU against 100 of before: +20.0 %, 10 % allowed");
        let older = measured(None, stats(115.0, 2.0));
        insta::assert_snapshot!(check(&slower, Some(&older), &limits), @"kept --max-regression: 120 ms of CPU against 115 of the baseline: +4.3 %, 10 % allowed");
        let noisy = measured(Some(stats(100.0, 30.0)), stats(120.0, 30.0));
        assert!(check(&noisy, None, &limits).starts_with("kept"));
        assert!(check(&older, None, &limits).starts_with("failed --max-regression: nothing to compare"));
    }

    #[test]
    fn modules_are_counted_exactly() {
        let limits = |most| Limits {
            max_modules: Some(most),
            ..Limits::default()
        };
        let run = measured(None, stats(1.0, 0.0));
        assert_eq!(
            check(&run, None, &limits(120)),
            "kept --max-modules: 120 modules, 120 allowed"
        );
        assert_eq!(
            check(&run, None, &limits(119)),
            "failed --max-modules: 120 modules, 119 allowed"
        );
    }
}
