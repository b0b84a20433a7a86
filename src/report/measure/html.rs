//! A measurement as one HTML file without scripts and without anything loaded from elsewhere: plots of every run, and the
//! tables.
use std::fmt::Write;

use super::super::theme::{BASE, SWITCH};
use super::super::words::{escaped, start_of};

use super::numbers::{change, compares, interval, mib, modules, ms, of_all};
use super::plot::plot;
use crate::measure::model::{Measurement, Row, Stats, Verdict};

const HEAD: &str = "<!doctype html>
<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">
<style>
";

const STYLE: &str = include_str!("page.css");

/// The page.
pub fn render(measured: &Measurement) -> String {
    let mut text = format!("{HEAD}{BASE}{STYLE}</style>\n");
    let command = escaped(&measured.command);
    let what = start_of(&measured.command);
    let _ = write!(
        text,
        "<title>{what} of {command}</title></head><body>\n{SWITCH}<main><h1>{what} of <code>{command}</code></h1>\n\
         {}<p class=\"dim\">Python {}, {}. Milliseconds of CPU: each dot is a run, the line the median of {} interleaved runs, \
         the bar its 95 % interval. {}</p>\n<div class=\"card\">\n",
        lead(measured),
        escaped(&measured.python),
        escaped(&measured.machine),
        measured.runs,
        if compares(measured) {
            "<span class=\"before\">Before</span>, <span class=\"after\">after</span>."
        } else {
            ""
        }
    );
    plot(&mut text, &measured.rows);
    table(&mut text, "Runner", &measured.rows);
    table(&mut text, "Baseline", &measured.baselines);
    if let Some(modules) = modules(measured) {
        let _ = writeln!(text, "<p>Modules loaded: {}</p>", arrows(&modules));
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
    text.push_str("</div>\n<ul>\n");
    let missing = measured
        .rows
        .iter()
        .filter_map(|row| Some(format!("{}: {}", row.runner, row.missing.as_ref()?)));
    let notes = of_all(measured).chain(missing);
    for note in notes.chain(measured.warnings.iter().cloned()) {
        let _ = writeln!(text, "<li>{}", marked(&note));
    }
    for gate in &measured.gates {
        let (class, word) = if gate.is_kept {
            ("kept", "kept")
        } else {
            ("failed", "failed")
        };
        let message = marked(&format!("{} {word}: {}", gate.flag, gate.message));
        let _ = writeln!(text, "<li class=\"{class}\">{message}");
    }
    text.push_str("</ul>\n</main></body></html>\n");
    text
}

/// What the first row came to, in one line: modules alone where its times cannot be told apart.
fn lead(measured: &Measurement) -> String {
    let Some(row) = measured.rows.first() else {
        return String::new();
    };
    let (Some(before), Some(after)) = (&row.sides.before, &row.sides.after) else {
        return String::new();
    };
    if row.verdict == Some(Verdict::Unclear) {
        let modules = escaped(&modules(measured).unwrap_or_default());
        return format!(
            "<p class=\"lead\">{modules} modules; no clear change of the time with {}</p>\n",
            escaped(&row.runner)
        );
    }
    let change = change(row);
    format!(
        "<p class=\"lead\"><span class=\"before\">{}</span> \u{2192} <span class=\"after\">{} ms</span> with {}: <b>{change}</b></p>\n",
        ms(before.cpu_ms.median),
        ms(after.cpu_ms.median),
        escaped(&row.runner)
    )
}

fn table(text: &mut String, first: &str, rows: &[Row]) {
    let with_before = rows.iter().any(|row| row.sides.before.is_some());
    let columns = if with_before {
        "before<th>after<th>change"
    } else {
        "CPU ms"
    };
    let _ = writeln!(text, "<table><tr><th>{first}<th>{columns}<th>wall ms<th>MiB");
    for row in rows.iter().filter(|row| row.missing.is_none()) {
        let side = |stats: &Option<Stats>| stats.as_ref().map_or(String::new(), |stats| interval(stats.cpu_ms));
        let _ = write!(text, "<tr><td>{}", escaped(&row.runner));
        if with_before {
            let _ = write!(text, "<td>{}", side(&row.sides.before));
        }
        let _ = write!(text, "<td>{}", side(&row.sides.after));
        if with_before {
            let _ = write!(text, "<td>{}", change(row));
        }
        let wall = super::numbers::sides(row, |stats| ms(stats.wall_ms.median));
        let memory = super::numbers::sides(row, |stats| stats.peak_bytes.map_or("?".into(), mib));
        let _ = writeln!(text, "<td>{}<td>{}", arrows(&wall), arrows(&memory));
    }
    text.push_str("</table>\n");
}

fn arrows(text: &str) -> String {
    text.replace("->", "\u{2192}")
}

/// A sentence with what stands between backticks as code.
fn marked(text: &str) -> String {
    let parts = escaped(text);
    let parts: Vec<&str> = parts.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return parts.join("`");
    }
    let part = |(index, part): (usize, &&str)| {
        if index % 2 == 1 {
            format!("<code>{part}</code>")
        } else {
            (*part).to_owned()
        }
    };
    parts.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::measurement;
    use super::*;

    #[test]
    fn the_whole_page() {
        insta::assert_snapshot!(super::render(&measurement()));
    }

    #[test]
    fn times_that_cannot_be_told_apart_are_no_headline() {
        let mut measured = measurement();
        measured.rows[0].verdict = Some(Verdict::Unclear);
        assert_eq!(
            lead(&measured),
            "<p class=\"lead\">266 -&gt; 191 modules; no clear change of the time with python</p>\n"
        );
    }

    #[test]
    fn names_are_no_markup() {
        let mut measured = measurement();
        measured.command = "a <script> & \"b\"".into();
        let page = super::render(&measured);
        assert!(!page.contains("<script>") && page.contains("a &lt;script&gt; &amp; &quot;b&quot;"));
    }
}
