//! A plan as a table: the steps, the cheapest first, what they save together, and what stays and why.
mod edits;
pub mod html;
pub(super) mod later;
pub mod what_if;
mod wishes;

use super::Style;
use super::summary::grades;
use super::words::{counted, prefix, shown, wrapped};
use crate::plan::model::{Check, Command, Plan, Remaining, Step};

/// The width of the columns of numbers: edits, what a step saves, and the total.
const NUMBERS: usize = 25;

/// Names of modules that a sentence lists.
const NAMED: usize = 4;

/// The plan for people.
pub fn table(plan: &Plan, style: Style) -> String {
    let mut text = String::new();
    for command in &plan.commands {
        text += &head(command, plan.commands.len() > 1, style);
    }
    if plan.steps.is_empty() {
        text += "\nNo edit that dormant can make safely saves enough.\n";
    } else {
        text += &format!("\n{}\n", bold(style, " edits   saves     total   what is deferred"));
    }
    for step in &plan.steps {
        text += &row(step, style);
    }
    if !plan.steps.is_empty() {
        text += &sum(plan, style);
    }
    text += &later::lines(plan, style);
    if !plan.remaining.is_empty() {
        text += &format!("\n{}\n", bold(style, "What stays, and why"));
        text += &all_that_stays(&plan.remaining, style);
    }
    let grades = grades(&plan.assumed, &plan.accepted);
    if !grades.is_empty() && !plan.steps.is_empty() {
        text += &format!("\n{}\n", wrapped(&grades, style.width));
    }
    if !plan.wishes.is_empty() {
        text += &format!("\n{}\n", bold(style, wishes::TITLE));
    }
    for wish in &plan.wishes {
        text += &wishes::lines(wish, style);
    }
    match &plan.check {
        Some(check) => text += &format!("\n{}", checked(check, style)),
        None => text += &format!("\n{NOT_CHECKED}\n"),
    }
    text
}

/// What is said of a plan that was only predicted.
pub const NOT_CHECKED: &str = "Not checked by running: what is saved is predicted from the profile alone.";

fn bold(style: Style, text: &str) -> String {
    style.paint(anstyle::Style::new().bold(), text)
}

fn dim(style: Style, text: &str) -> String {
    style.paint(anstyle::Style::new().dimmed(), text)
}

/// Milliseconds with as many digits as mean something.
pub(super) fn ms(value: f64) -> String {
    format!("{value:.1} ms")
}

fn head(command: &Command, with_weight: bool, style: Style) -> String {
    let weight = if with_weight {
        format!(" (weight {})", command.weight)
    } else {
        String::new()
    };
    let line = command.command.join(" ");
    format!(
        "{}{weight}\n  {}{} of CPU under Python {}, {} of it in {}\n",
        bold(style, &shown(&line)),
        prefix(&line),
        ms(command.startup_ms),
        shown(&command.python),
        ms(command.imports_ms),
        counted(command.modules, "module"),
    )
}

fn row(step: &Step, style: Style) -> String {
    let mut text = String::new();
    let numbers = format!("{:>6} {:>8.1} {:>8.1} ", step.total_edits, step.saved_ms, step.total_ms);
    let lines = edits::lines(&step.edits, style.width.saturating_sub(NUMBERS + 1), style);
    for (at, line) in lines.iter().enumerate() {
        // What the numbers say is true of all edits of the step together.
        let numbers = if at == 0 { &numbers } else { &" ".repeat(NUMBERS) };
        text += &format!("{numbers} {line}\n");
    }
    let packages: Vec<String> = step
        .packages
        .iter()
        .map(|(name, ms)| format!("{} {ms:.1}", shown(name)))
        .collect();
    let gone = format!("gone: {} ({})", counted(step.modules, "module"), packages.join(", "));
    for line in wrapped(&gone, style.width.saturating_sub(NUMBERS + 3)).lines() {
        text += &format!("{}   {}\n", " ".repeat(NUMBERS), dim(style, line));
    }
    text
}

fn sum(plan: &Plan, style: Style) -> String {
    let edits = plan.steps.last().map_or(0, |step| step.total_edits);
    let mut text = String::from("\n");
    for command in &plan.commands {
        let share = 100.0 * command.saved_ms / command.startup_ms.max(f64::MIN_POSITIVE);
        let name = if plan.commands.len() > 1 {
            format!("{}: ", shown(&command.command.join(" ")))
        } else {
            String::new()
        };
        let line = format!(
            "{name}{} {} {} of {} ({share:.0}%), and {} of {}.",
            counted(edits as usize, "edit"),
            if edits == 1 { "saves" } else { "save" },
            ms(command.saved_ms),
            ms(command.startup_ms),
            command.removed.len(),
            counted(command.modules, "module"),
        );
        text += &wrapped(&line, style.width);
        text.push('\n');
    }
    text
}

/// What stays of each package, with why; those that stay for the same reason one below the other.
fn all_that_stays(rows: &[Remaining], style: Style) -> String {
    let mut groups: Vec<(String, Vec<&Remaining>)> = Vec::new();
    for row in rows {
        let why = why(row, style);
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, group)) => group.push(row),
            None => groups.push((why, vec![row])),
        }
    }
    let what = |row: &&Remaining| {
        let modules = counted(row.modules, "module");
        let what = format!("{:>8.1} ms  {} ({modules})", row.self_ms, shown(&row.package));
        bold(style, &what) + "\n"
    };
    let group = |(why, rows): (String, Vec<&Remaining>)| rows.iter().map(what).collect::<String>() + &why;
    groups.into_iter().map(group).collect()
}

fn why(row: &Remaining, style: Style) -> String {
    let place = row
        .place
        .as_ref()
        .map(|place| format!("{}:{}", shown(&place.path), place.line));
    let import = row.import.as_ref().map(|import| shown(import));
    let who: Vec<String> = place.into_iter().chain(import).collect();
    let more = match row.more.len() {
        0 => String::new(),
        more => format!("; and {}", counted(more, "more reason")),
    };
    let reason = format!(
        "{}[{}] {}{more}",
        if who.is_empty() {
            String::new()
        } else {
            who.join(" ") + ": "
        },
        row.reason.code,
        shown(&row.reason.text)
    );
    let indent = " ".repeat(13);
    let lines = wrapped(&reason, style.width.saturating_sub(13)).replace('\n', &format!("\n{indent}"));
    format!("{indent}{lines}\n")
}

fn checked(check: &Check, style: Style) -> String {
    let mut lines = Vec::new();
    let rounds = counted(check.rounds as usize, "round");
    if check.still_loaded.is_empty() && check.also_gone.is_empty() {
        lines.push(format!(
            "Checked by running the edited program: exactly these modules are gone ({rounds})."
        ));
    } else {
        lines.push(format!("Checked by running the edited program ({rounds}):"));
    }
    let mut list = |names: &[String], what: &str| {
        if !names.is_empty() {
            lines.push(format!(
                "  {} {what}: {}",
                counted(names.len(), "module"),
                super::words::listed(names, NAMED)
            ));
        }
    };
    list(&check.still_loaded, "still loaded, against what was predicted");
    list(&check.also_gone, "gone besides");
    list(&check.new, "loaded only now");
    for edit in &check.taken_back {
        lines.push(format!(
            "  not made: {}:{} {}: {}",
            shown(&edit.place.path),
            edit.place.line,
            shown(&edit.import),
            shown(&edit.reason.text)
        ));
    }
    lines
        .iter()
        .map(|line| {
            let indent = if line.starts_with("  ") { "  " } else { "" };
            let body = wrapped(line, style.width.saturating_sub(4));
            format!("{indent}{}\n", body.replace('\n', "\n    "))
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests;
