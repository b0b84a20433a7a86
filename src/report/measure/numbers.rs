//! Numbers as people read them, shared by the formats of measurements.
use crate::measure::model::{Estimate, Measurement, ProgramCopy, Row, Stats, Verdict};

/// A time in milliseconds without false precision: `8.4`, `152`.
pub(in crate::report) fn ms(value: f64) -> String {
    if value < 9.95 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

/// A median with its interval.
pub(in crate::report) fn interval(estimate: Estimate) -> String {
    format!("{} [{}, {}]", ms(estimate.median), ms(estimate.low), ms(estimate.high))
}

/// Bytes in mebibytes.
pub(super) fn mib(bytes: u64) -> String {
    format!("{:.0}", bytes as f64 / f64::from(1 << 20))
}

/// What became of a row: `-39 %`, `no clear change`, or nothing without two sides.
pub(in crate::report) fn change(row: &Row) -> String {
    let (Some(before), Some(after)) = (&row.sides.before, &row.sides.after) else {
        return String::new();
    };
    let percent = (after.cpu_ms.median / before.cpu_ms.median - 1.0) * 100.0;
    match row.verdict {
        Some(Verdict::Unclear) => "unclear".into(),
        _ => format!("{percent:+.0} %"),
    }
}

/// Whether any row has a side before.
pub(super) fn compares(measured: &Measurement) -> bool {
    measured.rows.iter().any(|row| row.sides.before.is_some())
}

/// What a field of both sides looks like: `a`, or `a -> b`.
pub(super) fn sides(row: &Row, field: impl Fn(&Stats) -> String) -> String {
    match (&row.sides.before, &row.sides.after) {
        (Some(before), Some(after)) => format!("{} -> {}", field(before), field(after)),
        (Some(one), None) | (None, Some(one)) => field(one),
        (None, None) => "-".into(),
    }
}

/// What there is to say of all rows, each in a sentence.
pub(super) fn of_all(measured: &Measurement) -> impl Iterator<Item = String> + '_ {
    copies(measured).chain(without_uv(measured))
}

/// Which copies of the program were measured, each in a sentence.
fn copies(measured: &Measurement) -> impl Iterator<Item = String> + '_ {
    let sentence = |copy: &ProgramCopy| format!("Measured: `{}` of {}", copy.module, copy.folder);
    measured.copies.iter().map(sentence)
}

/// What skipping `uv run` would save, in one sentence; `None` where it was not measured.
fn without_uv(measured: &Measurement) -> Option<String> {
    let baseline = |name: &str| {
        let row = measured.baselines.iter().find(|row| row.runner == name)?;
        row.sides
            .after
            .as_ref()
            .map(|stats| (stats.cpu_ms, stats.wall_ms.median))
    };
    let (floor, floor_wall) = baseline("interpreter")?;
    let (uv, uv_wall) = baseline("uv run, interpreter")?;
    if uv.low <= floor.high {
        return Some("Skipping `uv run` would save nothing that can be told from noise.".into());
    }
    Some(format!(
        "Skipping `uv run` would save about {} ms of CPU and {} ms by the clock.",
        ms(uv.median - floor.median),
        ms((uv_wall - floor_wall).max(0.0))
    ))
}

/// How many modules are loaded: `266 -> 191`.
pub(in crate::report) fn modules(measured: &Measurement) -> Option<String> {
    match (measured.modules.before, measured.modules.after) {
        (Some(before), Some(after)) => Some(format!("{before} -> {after}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_string()),
        (None, None) => None,
    }
}

/// The sides of a row that have numbers, with their class.
pub(super) fn both_sides(row: &Row) -> impl Iterator<Item = (&'static str, &Stats)> {
    [("before", &row.sides.before), ("after", &row.sides.after)]
        .into_iter()
        .filter_map(|(class, stats)| Some((class, stats.as_ref()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_times_have_a_digit_more() {
        assert_eq!(
            (ms(8.44).as_str(), ms(9.96).as_str(), ms(152.4).as_str()),
            ("8.4", "10", "152")
        );
    }
}
