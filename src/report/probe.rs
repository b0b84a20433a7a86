//! What a probe saw, for people and for programs.
use crate::probe::observed::{Finding, Observed};

use super::Style;
use super::words::counted;

#[derive(serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    /// The version of this form.
    version: u32,
    /// The modules that were imported, each in an interpreter of its own.
    modules: &'a [Observed],
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'static>)
}

/// One object for all the modules, indented, with a final newline. New keys may come; none goes or changes its meaning.
pub fn json(all: &[Observed]) -> String {
    let document = Document {
        version: 1,
        modules: all,
    };
    // Plain values cannot fail to be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// A paragraph for each module.
pub fn full(all: &[Observed], style: Style) -> String {
    all.iter()
        .map(|observed| paragraph(observed, style))
        .collect::<Vec<_>>()
        .join("\n")
}

fn paragraph(observed: &Observed, style: Style) -> String {
    let bold = anstyle::Style::new().bold();
    let version = observed
        .distribution
        .as_ref()
        .map_or_else(String::new, |found| format!(" ({} {})", found.name, found.version));
    let mut text = format!("{}{version}: ", style.paint(bold, &observed.module));
    if let Some(error) = &observed.error {
        text += &format!("the import raises {}: {}\n", error.class, error.message);
        return text;
    }
    if observed.already {
        return text + "a bare interpreter has loaded it; importing it changes nothing\n";
    }
    let count = observed.effects().count();
    text += &match count {
        0 => "harmless".to_owned(),
        1 => "1 effect".to_owned(),
        _ => format!("{count} effects"),
    };
    text += &format!(
        ", {} loaded (Python {})\n",
        counted(observed.loaded.len(), "module"),
        observed.python
    );
    for finding in observed.effects() {
        text += &entry(finding, style);
    }
    let own = observed.findings.iter().filter(|finding| finding.own).count();
    let standard = observed
        .findings
        .iter()
        .filter(|finding| finding.standard && !finding.own)
        .count();
    if own + standard > 0 {
        text += &format!(
            "  not counted: {own} changes of packages to their own parts, {standard} by the standard library\n"
        );
    }
    for error in &observed.errors {
        text += &format!("  could not look: {error}\n");
    }
    text
}

fn entry(finding: &Finding, style: Style) -> String {
    let dim = anstyle::Style::new().dimmed();
    let module = finding.module.as_deref().unwrap_or("somebody");
    let line = finding.line.map_or_else(String::new, |line| format!(" (line {line})"));
    // Serialised, the kind is its name.
    let kind = serde_json::to_value(finding.kind).unwrap_or_default();
    let mut text = format!(
        "  {}: {module}{line} {}\n",
        kind.as_str().unwrap_or_default(),
        finding.what()
    );
    let way: Vec<&str> = finding.chain.iter().map(String::as_str).collect();
    if way.len() > 1 {
        text += &format!("    {}\n", style.paint(dim, &format!("by {}", way.join(" > "))));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::observed::{Distribution, Raised};
    use crate::rules::EffectKind;

    fn finding(module: Option<&str>, how: &str, target: &str) -> Finding {
        Finding {
            module: module.map(str::to_owned),
            kind: EffectKind::ProcessState,
            how: how.into(),
            target: target.into(),
            keys: Vec::new(),
            count: 1,
            line: module.map(|_| 7),
            chain: vec!["dockyard".into(), "dockyard.crane".into()],
            own: false,
            standard: false,
        }
    }

    fn observed(findings: Vec<Finding>) -> Observed {
        Observed {
            module: "dockyard".into(),
            python: "3.12.1".into(),
            error: None,
            already: false,
            distribution: Some(Distribution {
                name: "dockyard-sdk".into(),
                version: "4.2".into(),
            }),
            loaded: vec!["dockyard".into(), "dockyard.crane".into()],
            executed: Vec::new(),
            findings,
            errors: Vec::new(),
        }
    }

    #[test]
    fn for_people() {
        let own = Finding {
            own: true,
            ..finding(Some("dockyard"), "set", "dockyard.crane")
        };
        let failed = Observed {
            error: Some(Raised {
                class: "ModuleNotFoundError".into(),
                message: "No module named 'crane'".into(),
            }),
            ..observed(Vec::new())
        };
        let seen = observed(vec![
            finding(Some("dockyard.crane"), "changed", "warnings.filters"),
            finding(None, "prints", "standard output"),
            own,
        ]);
        insta::assert_snapshot!(full(&[seen, observed(Vec::new()), failed], Style::PLAIN));
    }

    #[test]
    fn for_programs() {
        insta::assert_snapshot!(json(&[observed(vec![finding(
            Some("dockyard"),
            "changed",
            "sys.path"
        )])]));
    }
}
