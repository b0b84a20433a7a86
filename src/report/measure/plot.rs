//! The plot of a measurement's page: a row for each runner and side, a dot for each run, on one scale of milliseconds that
//! begins at zero.
use std::fmt::Write;

use super::super::words::escaped;
use super::numbers::{both_sides, ms};
use crate::measure::model::Row;

/// Sizes in the plot's own units: the whole width, where the scale begins and ends, the height of one side of a row, and the
/// space between rows and above the scale.
const WIDTH: f64 = 880.0;
const LEFT: f64 = 165.0;
const RIGHT: f64 = 790.0;
const BAND: f64 = 22.0;
const GAP: f64 = 12.0;

/// The plot of the rows that have numbers; nothing where none has.
pub(super) fn plot(text: &mut String, rows: &[Row]) {
    let rows: Vec<&Row> = rows.iter().filter(|row| both_sides(row).next().is_some()).collect();
    let all = rows
        .iter()
        .flat_map(|row| both_sides(row))
        .flat_map(|(_, stats)| &stats.all_cpu_ms);
    let longest = all.copied().fold(0.0, f64::max);
    if longest <= 0.0 {
        return;
    }
    let step = step(longest);
    let end = (longest / step).ceil() * step;
    let x = |value: f64| LEFT + value / end * (RIGHT - LEFT);
    let bands = rows.iter().map(|row| both_sides(row).count()).sum::<usize>();
    let bottom = bands as f64 * BAND + rows.len() as f64 * GAP;
    let _ = writeln!(
        text,
        "<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"CPU time of every run\">",
        bottom + 24.0
    );
    for tick in 0..=(end / step).round() as usize {
        let value = tick as f64 * step;
        let unit = if tick == 0 { " ms" } else { "" };
        let _ = writeln!(
            text,
            "<line class=\"grid\" x1=\"{0:.1}\" y1=\"0\" x2=\"{0:.1}\" y2=\"{bottom:.0}\"/>\
             <text class=\"tick\" x=\"{0:.1}\" y=\"{1:.0}\">{value}{unit}</text>",
            x(value),
            bottom + 16.0
        );
    }
    let mut top = GAP / 2.0;
    for row in rows {
        let count = both_sides(row).count();
        let middle = top + BAND * count as f64 / 2.0;
        let _ = writeln!(
            text,
            "<text x=\"0\" y=\"{:.1}\">{}</text>",
            middle + 4.0,
            escaped(&row.runner)
        );
        for (index, (class, stats)) in both_sides(row).enumerate() {
            let y = top + BAND * (index as f64 + 0.5);
            side(text, class, stats, y, &x);
        }
        top += BAND * count as f64 + GAP;
    }
    text.push_str("</svg>\n");
}

/// One side of a row: the interval, the median, the runs, and the median in words.
fn side(text: &mut String, class: &str, stats: &crate::measure::model::Stats, y: f64, x: &dyn Fn(f64) -> f64) {
    let cpu = stats.cpu_ms;
    let _ = writeln!(
        text,
        "<g class=\"{class}\"><line x1=\"{:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke-width=\"8\" stroke-opacity=\"0.35\"/>\
         <line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke-width=\"2\"/>",
        x(cpu.low),
        x(cpu.high).max(x(cpu.low) + 1.0),
        x(cpu.median),
        y - 7.0,
        x(cpu.median),
        y + 7.0
    );
    for &run in &stats.all_cpu_ms {
        let _ = write!(text, "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"2\"/>", x(run));
    }
    let _ = writeln!(
        text,
        "</g><text class=\"value\" x=\"{WIDTH}\" y=\"{:.1}\">{} ms</text>",
        y + 4.0,
        ms(cpu.median)
    );
}

/// The distance between two lines of the scale: 1, 2 or 5 times a power of ten, so that there are three to eight of them.
fn step(longest: f64) -> f64 {
    let power = 10_f64.powf((longest / 5.0).log10().floor());
    let fits = |times: &f64| longest / (times * power) <= 7.0;
    [1.0, 2.0, 5.0].into_iter().find(fits).unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_have_round_steps() {
        for (longest, expected) in [
            (0.65, 0.1),
            (13.0, 2.0),
            (60.0, 10.0),
            (380.0, 100.0),
            (1400.0, 200.0),
            (2500.0, 500.0),
        ] {
            assert!((step(longest) - expected).abs() < 1e-9, "{longest}: {}", step(longest));
        }
        for tenth in 1..10_000 {
            let lines = (f64::from(tenth) / step(f64::from(tenth))).ceil();
            assert!((3.0..=8.0).contains(&lines), "{tenth}: {lines}");
        }
    }

    #[test]
    fn without_numbers_there_is_no_plot() {
        let mut text = String::new();
        plot(&mut text, &[]);
        assert_eq!(text, "");
    }
}
