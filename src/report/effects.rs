//! What executing modules does to the rest of the program, for people and as JSON.
use std::fmt::Write;

use super::Style;
use crate::verdict::{ObservedEffect, ObservedModule};

/// For people: each module that has effects, or of which nothing can be known, and a line about the others.
pub fn full(modules: &[ObservedModule], style: Style) -> String {
    let bold = anstyle::Style::new().bold();
    let mut text = String::new();
    let mut harmless = Vec::new();
    for module in modules {
        if module.effects.is_empty() && module.unknown.is_none() {
            harmless.push(module.module.as_str());
            continue;
        }
        let _ = writeln!(text, "{}", style.paint(bold, &module.module));
        if let Some(reason) = &module.unknown {
            let _ = writeln!(text, "  unknown: {reason}");
        }
        for effect in &module.effects {
            one(&mut text, effect, style);
        }
        text.push('\n');
    }
    match harmless.as_slice() {
        [] => {}
        [module] => {
            let _ = writeln!(text, "{module}: harmless, nothing of it is noticed elsewhere");
        }
        modules => {
            let _ = writeln!(
                text,
                "{} modules are harmless: nothing of them is noticed elsewhere",
                modules.len()
            );
        }
    }
    text
}

fn one(text: &mut String, effect: &ObservedEffect, style: Style) {
    let kind = style.paint(anstyle::AnsiColor::Yellow.on_default(), effect.kind);
    let doubt = if effect.counts { "" } else { " (keeps nothing)" };
    let _ = writeln!(text, "  {kind}: {}{doubt}", effect.what);
    let _ = writeln!(text, "    at {}", effect.place);
    for call in effect.chain.iter().rev() {
        let _ = writeln!(text, "    by `{}` at {}", call.name, call.place);
    }
}

#[derive(serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    /// The version of this form.
    version: u32,
    /// The modules that were looked at.
    modules: &'a [ObservedModule],
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'static>)
}

/// As one JSON object.
pub fn json(modules: &[ObservedModule]) -> String {
    let document = Document { version: 1, modules };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::ObservedCall;

    fn modules() -> Vec<ObservedModule> {
        let bare = |module: &str| ObservedModule {
            module: module.to_owned(),
            path: None,
            unknown: None,
            effects: Vec::new(),
        };
        vec![
            ObservedModule {
                effects: vec![ObservedEffect {
                    kind: "registration",
                    what: "calls `ITEMS.append`".to_owned(),
                    facet: "module:app.core".to_owned(),
                    place: "app/core.py:3".to_owned(),
                    counts: true,
                    chain: vec![ObservedCall {
                        name: "register".to_owned(),
                        place: "app/plugin.py:9".to_owned(),
                    }],
                }],
                ..bare("app.plugin")
            },
            ObservedModule {
                unknown: Some("it is a native module".to_owned()),
                ..bare("app.native")
            },
            bare("app.quiet"),
        ]
    }

    #[test]
    fn for_people() {
        insta::assert_snapshot!(full(&modules(), Style::PLAIN), @"
        app.plugin
          registration: calls `ITEMS.append`
            at app/core.py:3
            by `register` at app/plugin.py:9

        app.native
          unknown: it is a native module

        app.quiet: harmless, nothing of it is noticed elsewhere
        ");
    }

    #[test]
    fn for_programs() {
        let text = json(&modules()[..1]);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["modules"][0]["effects"][0]["kind"], "registration");
        assert_eq!(value["modules"][0]["effects"][0]["chain"][0]["name"], "register");
    }
}
