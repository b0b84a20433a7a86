//! A plan as one page: the curve of milliseconds against edits as a plot, the steps, and what stays. Nothing is loaded from
//! elsewhere, and it reads in light and dark.
use super::super::theme::{BASE, SWITCH};
use super::super::words::{self, counted, shown};
use super::{later, ms};
use crate::plan::model::{Edit, Plan};

/// The size of the plot in its own units, without its margins.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;

/// The page.
pub fn page(plan: &Plan) -> String {
    let commands: Vec<String> = plan.commands.iter().map(|command| command.command.join(" ")).collect();
    let title = format!("dormant plan: {}", commands.join("; "));
    let mut body = format!("<h1>{}</h1>\n", escaped(&commands.join("; ")));
    for command in &plan.commands {
        body += &format!(
            "<p class=\"total\"><b>{}</b> of {} saved for the {} of <code>{}</code> under Python {}, and {} of {} modules gone.</p>\n",
            ms(command.saved_ms),
            ms(command.startup_ms),
            words::start_of(&command.command.join(" ")).to_lowercase(),
            escaped(&command.command.join(" ")),
            escaped(&command.python),
            command.removed.len(),
            command.modules
        );
    }
    if plan.check.is_none() {
        body += &format!("<p class=\"total\">{}</p>\n", super::NOT_CHECKED);
    }
    body += &plot(plan);
    body += &steps(plan);
    body += &costs(plan);
    body += &remaining(plan);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}</title>\n<style>\n{BASE}{STYLE}</style>\n{SWITCH}<main>\n{body}</main>\n</html>\n",
        escaped(&title)
    )
}

const STYLE: &str = include_str!("page.css");

/// Text for HTML, without control characters.
fn escaped(text: &str) -> String {
    words::escaped(&shown(text))
}

/// A round number for at most about five parts of a scale.
fn tick(most: f64) -> f64 {
    let raw = (most / 5.0).max(1e-9);
    let power = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= raw)
        .unwrap_or(raw)
}

/// What any number of edits could save, as a line; the steps of the plan as dots on it.
fn plot(plan: &Plan) -> String {
    let most_edits = plan
        .curve
        .iter()
        .map(|point| f64::from(point.edits))
        .fold(1.0, f64::max);
    let most_ms = plan.curve.iter().map(|point| point.saved_ms).fold(1.0, f64::max) * 1.05;
    let x = |edits: f64| edits / most_edits * WIDTH;
    let y = |ms: f64| HEIGHT - ms / most_ms * HEIGHT;
    let mut svg = format!(
        "<svg viewBox=\"-56 -14 {} {}\" role=\"img\" aria-label=\"Milliseconds saved by number of edits\">\n",
        WIDTH + 80.0,
        HEIGHT + 64.0
    );
    let step = tick(most_ms);
    for at in 0..=(most_ms / step) as u32 {
        let value = f64::from(at) * step;
        let height = y(value);
        svg += &format!("<line class=\"grid\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{height:.1}\" y2=\"{height:.1}\"/>");
        svg += &format!(
            "<text class=\"tick\" x=\"-8\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>\n",
            height + 4.0
        );
    }
    let step = tick(most_edits).max(1.0);
    for at in 0..=(most_edits / step) as u32 {
        let value = f64::from(at) * step;
        svg += &format!(
            "<text class=\"tick\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{value}</text>\n",
            x(value),
            HEIGHT + 18.0
        );
    }
    svg += &format!(
        "<text class=\"axis\" x=\"{WIDTH}\" y=\"{}\" text-anchor=\"end\">edited statements</text>\n",
        HEIGHT + 44.0
    );
    svg += "<text class=\"axis\" x=\"-48\" y=\"-2\">ms saved</text>\n";
    let points: Vec<String> = plan
        .curve
        .iter()
        .map(|point| format!("{:.1},{:.1}", x(f64::from(point.edits)), y(point.saved_ms)))
        .collect();
    svg += &format!("<polyline class=\"curve\" points=\"{}\"/>\n", points.join(" "));
    for step in &plan.steps {
        svg += &format!(
            "<circle class=\"step\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"><title>{}: {}</title></circle>\n",
            x(f64::from(step.total_edits)),
            y(step.total_ms),
            counted(step.total_edits as usize, "edit"),
            ms(step.total_ms)
        );
    }
    format!(
        "<figure class=\"card\">\n{svg}</svg>\n<figcaption>What a number of edits can save at best; dots are the steps of this plan.</figcaption>\n</figure>\n"
    )
}

fn steps(plan: &Plan) -> String {
    let rows = plan.steps.iter().map(|step| {
        let packages: Vec<String> = step.packages.iter().map(|(name, ms)| format!("{} {ms:.1}", escaped(name))).collect();
        format!(
            "<tr><td class=\"number\">{}</td><td class=\"number\">{:.1}</td><td class=\"number\">{:.1}</td><td>{}<p class=\"gone\">{} gone: {}</p></td></tr>\n",
            step.total_edits,
            step.saved_ms,
            step.total_ms,
            step.edits.iter().map(edit).collect::<String>(),
            counted(step.modules, "module"),
            packages.join(", ")
        )
    });
    format!(
        "<h2>Edits, the cheapest first</h2>\n<div class=\"card\"><table>\n<thead><tr><th class=\"number\">edits</th><th class=\"number\">saves ms</th><th class=\"number\">total ms</th><th>deferred</th></tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        rows.collect::<String>()
    )
}

fn edit(edit: &Edit) -> String {
    let strategies: Vec<&str> = edit.strategies.iter().map(|strategy| strategy.code()).collect();
    format!(
        "<div><span class=\"place\">{}:{}</span> <code>{}</code> <span class=\"how\">{}</span></div>",
        escaped(&edit.place.path),
        edit.place.line,
        escaped(&edit.statement()),
        strategies.join(", ")
    )
}

fn costs(plan: &Plan) -> String {
    let (rows, notes) = later::told(plan);
    if rows.is_empty() {
        return String::new();
    }
    let row = |row: &later::Row<'_>| {
        let met: String = row
            .met()
            .iter()
            .map(|met| format!("<p class=\"gone\">{}</p>", words::with_code(met)))
            .collect();
        format!(
            "<tr><td class=\"number\">{:.1}</td><td>{} <span class=\"how\">{}</span></td><td>{}{met}</td></tr>\n",
            row.ms,
            escaped(&row.module),
            counted(row.modules, "module"),
            words::with_code(&row.places())
        )
    };
    let notes: String = notes
        .iter()
        .map(|note| format!("<p class=\"gone\">{}</p>\n", escaped(note)))
        .collect();
    format!(
        "<h2>{}</h2>\n<div class=\"card\"><table>\n<thead><tr><th class=\"number\">ms</th><th class=\"package\">module</th><th>first use</th></tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n{notes}",
        later::TITLE,
        rows.iter().map(row).collect::<String>()
    )
}

fn remaining(plan: &Plan) -> String {
    let rows = plan.remaining.iter().map(|row| {
        let place = row.place.as_ref().map(|place| format!("<span class=\"place\">{}:{}</span> ", escaped(&place.path), place.line));
        let import = row.import.as_ref().map(|import| format!("<code>{}</code> ", escaped(import)));
        format!(
            "<tr><td class=\"number\">{:.1}</td><td>{} <span class=\"how\">{}</span></td><td>{}{}<b>{}</b>: {}</td></tr>\n",
            row.self_ms,
            escaped(&row.package),
            counted(row.modules, "module"),
            place.unwrap_or_default(),
            import.unwrap_or_default(),
            escaped(&row.reason.code),
            words::with_code(&shown(&row.reason.text))
        )
    });
    format!(
        "<h2>What stays, and why</h2>\n<div class=\"card\"><table>\n<thead><tr><th class=\"number\">ms</th><th class=\"package\">package</th><th>kept by</th></tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        rows.collect::<String>()
    )
}
