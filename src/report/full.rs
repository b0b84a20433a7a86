//! The report for people: each import in its source line, why it is heavy, and what can be done about it.
use std::path::Path;

use annotate_snippets::{Element, Group, Level, Origin, Renderer};

use super::reasons::grouped;
use super::words::{code, imported_name, reason, shown, title, wrapped};
use super::{Sources, Style};
use crate::syntax::Span;
use crate::verdict::{Blocked, Finding, Position, Results};
use excerpt::Excerpt;

mod excerpt;

/// Columns that a message may have at the least, however narrow the terminal.
const LEAST_WIDTH: usize = 30;

/// Every finding, and where `show_blocked` the imports that stay, in the order of path and place, an empty line behind each.
/// Names of one statement that share a fate are told together. Problems and the summary are not part of it.
pub fn render(results: &Results, sources: &Sources<'_>, style: Style, show_blocked: bool) -> String {
    let findings = results.findings.chunk_by(same_fate).map(Report::of_findings);
    let blocked = if show_blocked { results.blocked.as_slice() } else { &[] };
    let blocked = blocked.chunk_by(same_reason).map(Report::of_blocked);
    let mut reports: Vec<Report<'_>> = findings.chain(blocked).flatten().collect();
    reports.sort_by_key(|report| (report.path, report.start));
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(style.width);
    let mut text = String::new();
    for of_one_file in reports.chunk_by(|left, right| left.path == right.path) {
        let source = of_one_file.first().and_then(|report| sources(report.path));
        for report in of_one_file {
            text.push_str(&report.render(&renderer, source.as_deref(), style.width));
            text.push_str("\n\n");
        }
    }
    text
}

fn same_fate(left: &Finding, right: &Finding) -> bool {
    let fate = |finding: &Finding| (finding.statement, finding.strategies.clone(), finding.how.clone());
    left.path == right.path && left.why == right.why && fate(left) == fate(right)
}

fn same_reason(left: &Blocked, right: &Blocked) -> bool {
    left.path == right.path && left.statement == right.statement && left.first == right.first && left.more == right.more
}

/// What is shown as one block.
struct Report<'a> {
    path: &'a Path,
    start: Position,
    level: Level<'a>,
    name: &'static str,
    id: Option<&'static str>,
    title: String,
    statement: Span,
    aliases: Vec<Span>,
    cause: Option<&'a (Span, String)>,
    footers: Vec<(&'static str, Level<'a>, String)>,
}

impl<'a> Report<'a> {
    fn of_findings(group: &'a [Finding]) -> Option<Self> {
        let first = group.first()?;
        let names: Vec<&str> = group.iter().map(|finding| imported_name(&finding.import)).collect();
        Some(Report {
            path: &first.path,
            start: first.start,
            level: Level::WARNING,
            name: code(first),
            id: None,
            title: title(&names, first),
            statement: first.statement,
            aliases: group.iter().map(|finding| finding.alias).collect(),
            cause: None,
            footers: vec![
                ("why", Level::NOTE, reason(&first.why)),
                ("fix", Level::HELP, first.how.clone()),
            ],
        })
    }

    fn of_blocked(group: &'a [Blocked]) -> Option<Self> {
        let first = group.first()?;
        Some(Report {
            path: &first.path,
            start: first.start,
            level: Level::INFO,
            name: "kept",
            id: Some(first.first.code),
            title: first.first.sentence(&first.path),
            statement: first.statement,
            aliases: group.iter().map(|blocked| blocked.alias).collect(),
            cause: first.first.cause.as_ref(),
            footers: grouped(first)
                .into_iter()
                .map(|other| ("and", Level::NOTE, other))
                .chain([("help", Level::HELP, first.first.help.clone())])
                .chain(first.first.risk.iter().map(|(module, facet)| {
                    let entry = format!("{{ module = {module:?}, facet = {facet:?}, why = \"...\" }}");
                    ("accept", Level::HELP, entry)
                }))
                .collect(),
        })
    }

    fn render(&self, renderer: &Renderer, source: Option<&str>, width: usize) -> String {
        let path = shown(&self.path.to_string_lossy());
        let excerpt = source.and_then(|text| Excerpt::new(text, self));
        let (element, last_line) = match &excerpt {
            Some(excerpt) => (Element::from(excerpt.snippet(&path)), excerpt.last_line),
            None => {
                let line = self.start.line as usize;
                let origin = Origin::path(path.as_str())
                    .line(line)
                    .char_column(self.start.column as usize);
                (Element::from(origin), line)
            }
        };
        // What stands before a footer's text: the gutter, which is as wide as the last line's number, ` = ` and a label.
        let gutter = last_line.to_string().len();
        let footers = self
            .footers
            .iter()
            .filter(|(_, _, text)| !text.is_empty())
            .map(|(label, level, text)| {
                let taken = gutter + label.len() + 5;
                level.clone().with_name(*label).message(broken(text, width, taken))
            });
        // `name: ` or `name[id]: `.
        let taken = self.name.len() + self.id.map_or(2, |id| id.len() + 4);
        let level = self.level.clone().with_name(self.name);
        let mut title = level.primary_title(broken(&self.title, width, taken));
        if let Some(id) = self.id {
            title = title.id(id);
        }
        let group = Group::with_title(title).element(element).elements(footers);
        renderer.render(&[group])
    }
}

/// `text` in lines that fit the terminal, on the first of which so many columns are taken.
fn broken(text: &str, width: usize, taken: usize) -> String {
    wrapped(&shown(text), width.saturating_sub(taken).max(LEAST_WIDTH))
}

#[cfg(test)]
mod tests;
