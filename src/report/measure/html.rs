//! A measurement as one HTML file without scripts and without anything loaded from elsewhere: plots of every run, and the
//! tables.
use std::fmt::Write;

use super::numbers::{change, interval, modules, ms, without_uv};
use crate::measure::model::{Measurement, Row, Stats};

const HEAD: &str = "<!doctype html>
<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">
<style>
:root { color-scheme: light dark; --line: #8886; --before: #c2703d; --after: #2f7fb8 }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { text-align: right; padding: .25rem .75rem; border-bottom: 1px solid var(--line) }
th:first-child, td:first-child { text-align: left }
svg { width: 100%; height: auto } text { font: 12px system-ui, sans-serif; fill: currentColor }
.before { color: var(--before); fill: var(--before); stroke: var(--before) }
.after { color: var(--after); fill: var(--after); stroke: var(--after) }
</style>
";

/// Sizes of the plot in its own units: the whole width, where the scale begins, the height of one side of a row.
const WIDTH: f64 = 880.0;
const LEFT: f64 = 170.0;
const BAND: f64 = 24.0;

/// The page.
pub fn render(measured: &Measurement) -> String {
    let mut text = String::from(HEAD);
    let command = escaped(&measured.command);
    let _ = write!(
        text,
        "<title>Start-up of {command}</title></head><body>\n<h1>Start-up of <code>{command}</code></h1>\n\
         <p>Python {}, {}. Milliseconds of CPU: each dot is a run, the bar the 95 % interval of the median of {} interleaved \
         runs. <span class=\"before\">Before</span>, <span class=\"after\">after</span>.</p>\n",
        escaped(&measured.python),
        escaped(&measured.machine),
        measured.runs
    );
    plot(&mut text, &measured.rows);
    table(&mut text, "Runner", &measured.rows);
    table(&mut text, "Baseline", &measured.baselines);
    if let Some(modules) = modules(measured) {
        let _ = writeln!(text, "<p>Modules loaded: {}</p>", escaped(&modules));
    }
    if !measured.top_imports.is_empty() {
        text.push_str("<table><tr><th>Slowest imports<th>own ms<th>with what they import\n");
        for import in &measured.top_imports {
            let _ = writeln!(
                text,
                "<tr><td><code>{}</code><td>{}<td>{}",
                escaped(&import.module),
                ms(import.self_ms),
                ms(import.cumulative_ms)
            );
        }
        text.push_str("</table>\n");
    }
    text.push_str("<ul>\n");
    let missing = measured
        .rows
        .iter()
        .filter_map(|row| Some(format!("{}: {}", row.runner, row.missing.as_ref()?)));
    let gates = measured.gates.iter().map(|gate| {
        format!(
            "{} {}: {}",
            gate.flag,
            if gate.is_kept { "kept" } else { "failed" },
            gate.message
        )
    });
    for note in without_uv(measured)
        .into_iter()
        .chain(missing)
        .chain(measured.warnings.iter().cloned())
        .chain(gates)
    {
        let _ = writeln!(text, "<li>{}", escaped(&note));
    }
    text.push_str("</ul>\n</body></html>\n");
    text
}

/// The sides of a row that have numbers, with their class.
fn sides(row: &Row) -> impl Iterator<Item = (&'static str, &Stats)> {
    [("before", &row.sides.before), ("after", &row.sides.after)]
        .into_iter()
        .filter_map(|(class, stats)| Some((class, stats.as_ref()?)))
}

fn plot(text: &mut String, rows: &[Row]) {
    let all = rows.iter().flat_map(sides).flat_map(|(_, stats)| &stats.all_cpu_ms);
    let longest = all.copied().fold(0.0, f64::max).max(1.0);
    let x = |value: f64| LEFT + value / longest * (WIDTH - LEFT - 60.0);
    let bands = rows.iter().map(|row| sides(row).count()).sum::<usize>();
    let height = bands as f64 * BAND + 10.0;
    let _ = writeln!(
        text,
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"CPU time of every run\">"
    );
    let mut y = BAND / 2.0 + 5.0;
    for row in rows {
        for (index, (class, stats)) in sides(row).enumerate() {
            if index == 0 {
                let _ = writeln!(
                    text,
                    "<text x=\"0\" y=\"{:.0}\">{}</text>",
                    y + 4.0,
                    escaped(&row.runner)
                );
            }
            let cpu = stats.cpu_ms;
            let _ = writeln!(
                text,
                "<g class=\"{class}\"><line x1=\"{:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\" stroke-width=\"7\" stroke-opacity=\"0.35\"/>\
                 <line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke-width=\"2\"/>",
                x(cpu.low),
                x(cpu.high).max(x(cpu.low) + 1.0),
                x(cpu.median),
                y - 8.0,
                x(cpu.median),
                y + 8.0
            );
            for &run in &stats.all_cpu_ms {
                let _ = write!(
                    text,
                    "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"2\" stroke=\"none\"/>",
                    x(run)
                );
            }
            let _ = writeln!(
                text,
                "</g><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x(longest) + 8.0,
                y + 4.0,
                ms(cpu.median)
            );
            y += BAND;
        }
    }
    text.push_str("</svg>\n");
}

fn table(text: &mut String, first: &str, rows: &[Row]) {
    let _ = writeln!(text, "<table><tr><th>{first}<th>before<th>after<th>change<th>wall ms");
    for row in rows {
        let side = |stats: &Option<Stats>| stats.as_ref().map_or("-".to_owned(), |stats| interval(stats.cpu_ms));
        let wall = super::numbers::sides(row, |stats| ms(stats.wall_ms.median));
        let _ = writeln!(
            text,
            "<tr><td>{}<td>{}<td>{}<td>{}<td>{}",
            escaped(&row.runner),
            side(&row.sides.before),
            side(&row.sides.after),
            change(row),
            escaped(&wall)
        );
    }
    text.push_str("</table>\n");
}

/// A text without what HTML reads as its own.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::testing::measurement;

    #[test]
    fn the_whole_page() {
        insta::assert_snapshot!(super::render(&measurement()));
    }

    #[test]
    fn names_are_no_markup() {
        let mut measured = measurement();
        measured.command = "a <script> & \"b\"".into();
        let page = super::render(&measured);
        assert!(!page.contains("<script>") && page.contains("a &lt;script&gt; &amp; &quot;b&quot;"));
    }
}
