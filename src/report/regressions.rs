//! Modules that a command loads again though a plan removed them, each with the chain to it.
use anstyle::AnsiColor;

use super::Style;
use super::words::{counted, shown};
use crate::plan::model::Link;

/// The regressions of one command, `count` modules: those that no other one of them brings, each with a chain to it; empty where there
/// are none.
pub fn render(command: &[String], count: usize, found: &[(String, Vec<Link>)], style: Style) -> String {
    let bold = |text: &str| style.paint(anstyle::Style::new().bold(), text);
    if found.is_empty() {
        return String::new();
    }
    let name = shown(&command.join(" "));
    let mut text = format!(
        "{}\n",
        bold(&format!(
            "{name} loads {} again that the plan had removed",
            counted(count, "module")
        ))
    );
    if found.len() < count {
        text += &format!("  {} of them by themselves, which bring the others:\n", found.len());
    }
    for (module, chain) in found {
        text += &format!(
            "  {}\n",
            style.paint(AnsiColor::Yellow.on_default().bold(), &shown(module))
        );
        for link in chain {
            let place = link
                .place
                .as_ref()
                .map(|place| format!("  {}:{}", shown(&place.path), place.line));
            text += &format!(
                "    {} loads {}{}\n",
                shown(&link.from),
                shown(&link.to),
                place.unwrap_or_default()
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::model::Place;

    #[test]
    fn the_chain_is_shown() {
        let link = |from: &str, to: &str, line| Link {
            from: from.to_owned(),
            to: to.to_owned(),
            place: Some(Place {
                path: "app/cli.py".to_owned(),
                line,
            }),
            held: None,
        };
        let found = [(
            "big".to_owned(),
            vec![link("__main__", "app.cli", 3), link("app.cli", "big", 4)],
        )];
        let render = |count: usize| render(&["app".to_owned()], count, &found, Style::PLAIN);
        insta::assert_snapshot!(render(1), @"
        app loads 1 module again that the plan had removed
          big
            __main__ loads app.cli  app/cli.py:3
            app.cli loads big  app/cli.py:4
        ");
        insta::assert_snapshot!(render(7), @"
        app loads 7 modules again that the plan had removed
          1 of them by themselves, which bring the others:
          big
            __main__ loads app.cli  app/cli.py:3
            app.cli loads big  app/cli.py:4
        ");
        assert_eq!(super::render(&[], 0, &[], Style::PLAIN), "");
    }
}
