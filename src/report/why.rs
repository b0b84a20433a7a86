//! Why a module is loaded: the chains to it, who shares it, and how to stop it from being loaded.
use anstyle::AnsiColor;

use super::Style;
use super::plan::ms;
use super::versioned;
use super::words::{counted, shown, wrapped};
use crate::plan::model::{Explanation, Link, Removal};

/// Importers that are listed.
const IMPORTERS: usize = 10;

/// The explanation for people.
pub fn text(found: &Explanation, style: Style) -> String {
    let bold = |text: &str| style.paint(anstyle::Style::new().bold(), text);
    let mut text = format!(
        "{} takes {} itself, {} with what only it loads.\n",
        bold(&shown(&found.module)),
        ms(found.self_ms),
        ms(found.retained_ms)
    );
    let chains = match found.chain_count {
        1 => "The shortest chain to it".to_owned(),
        count if count as usize == found.chains.len() => format!("The {count} shortest chains to it"),
        count => format!("{} of the {count} shortest chains to it", found.chains.len()),
    };
    text += &format!("\n{}\n", bold(&chains));
    for (at, chain) in found.chains.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text += &steps(chain, style);
    }
    text += &format!(
        "\n{}\n",
        bold(&format!("Imported by {}", counted(found.importers.len(), "module")))
    );
    for link in found.importers.iter().take(IMPORTERS) {
        text += &format!("  {}{}\n", shown(&link.from), place(link, style));
    }
    if found.importers.len() > IMPORTERS {
        text += &format!("  and {} more\n", found.importers.len() - IMPORTERS);
    }
    text + "\n" + &removal(&found.removal, style)
}

fn place(link: &Link, style: Style) -> String {
    let Some(place) = &link.place else { return String::new() };
    let place = format!("{}:{}", shown(&place.path), place.line);
    format!("  {}", style.paint(AnsiColor::Cyan.on_default(), &place))
}

/// A chain, one link on a line: `app.cli  app/cli.py:3`, and under it why it cannot be cut.
fn steps(chain: &[Link], style: Style) -> String {
    let mut text = String::new();
    for (at, link) in chain.iter().enumerate() {
        if at == 0 {
            text += &format!("  {}\n", shown(&link.from));
        }
        let indent = " ".repeat(2 * at.min(10) + 4);
        text += &format!("{indent}{}{}\n", shown(&link.to), place(link, style));
        if let Some(reason) = &link.held {
            let told = format!("[{}] {}", reason.code, shown(&reason.text));
            for line in wrapped(&told, style.width.saturating_sub(indent.len() + 2)).lines() {
                text += &format!("{indent}  {}\n", style.paint(anstyle::Style::new().dimmed(), line));
            }
        }
    }
    text
}

fn removal(removal: &Removal, style: Style) -> String {
    let bold = |text: &str| style.paint(anstyle::Style::new().bold(), text);
    match removal {
        Removal::Edits {
            edits,
            saved_ms,
            modules,
        } => {
            let number = counted(edits.len(), "edit");
            let verb = if edits.len() == 1 { "removes" } else { "remove" };
            let head = format!(
                "{number} {verb} it, with {} in all: {} saved",
                counted(*modules, "module"),
                ms(*saved_ms)
            );
            let mut text = format!("{}\n", bold(&head));
            for edit in edits {
                let place = format!("{}:{}", shown(&edit.place.path), edit.place.line);
                text += &format!("  {}\n", style.paint(AnsiColor::Cyan.on_default(), &place));
                for line in wrapped(&shown(&edit.statement()), style.width.saturating_sub(4)).lines() {
                    text += &format!("    {line}\n");
                }
            }
            text
        }
        Removal::Impossible { chain } => {
            format!(
                "{}\n{}",
                bold("No edit removes it: nothing on this chain can be deferred"),
                steps(chain, style)
            )
        }
    }
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(versioned::Versioned<Explanation>)
}

/// The explanation for programs.
pub fn json(found: &Explanation) -> String {
    versioned::render(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::model::{Place, Reason};

    fn link(from: &str, to: &str, line: u32, held: Option<&str>) -> Link {
        Link {
            from: from.to_owned(),
            to: to.to_owned(),
            place: Some(Place {
                path: "app/cli.py".to_owned(),
                line,
            }),
            held: held.map(|text| Reason::new("used-at-import", text)),
        }
    }

    fn explanation(removal: Removal) -> Explanation {
        Explanation {
            module: "requests".to_owned(),
            self_ms: 1.25,
            retained_ms: 30.0,
            chains: vec![vec![
                link("__main__", "app.cli", 1, Some("its names are used")),
                link("app.cli", "requests", 3, None),
            ]],
            chain_count: 2,
            importers: vec![
                link("app.cli", "requests", 3, None),
                link("app.web", "requests", 9, None),
            ],
            removal,
        }
    }

    #[test]
    fn edits_that_remove_it() {
        let removal = Removal::Edits {
            edits: vec![super::super::plan::tests::edit("app/cli.py", 3, "import requests")],
            saved_ms: 30.0,
            modules: 12,
        };
        insta::assert_snapshot!(text(&explanation(removal), Style::PLAIN));
    }

    #[test]
    fn a_chain_that_nothing_cuts() {
        let reason = "the name is used while the module executes: base class of `Session` (app/cli.py:14)";
        let chain = vec![
            link("__main__", "app.cli", 1, Some("p")),
            link("app.cli", "requests", 3, Some(reason)),
        ];
        let shown = text(&explanation(Removal::Impossible { chain }), Style::PLAIN);
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
        insta::assert_snapshot!(shown);
    }
}
