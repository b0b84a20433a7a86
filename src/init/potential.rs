//! What the start of the program could save, as one quick look saw it.
use serde::Serialize;

/// A start of the program as it is, and what edits would take away from it. Times are milliseconds of CPU.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Potential {
    /// What was run.
    pub command: Vec<String>,
    /// The version of the Python that ran it.
    pub python: String,
    /// The whole start.
    pub startup_ms: f64,
    /// What of that is spent in imports.
    pub imports_ms: f64,
    /// How many modules it loads, those of a bare interpreter not counted.
    pub modules: usize,
    /// The packages of others that take the longest, with their milliseconds.
    pub heaviest: Vec<(String, f64)>,
    /// How many import statements are worth an edit.
    pub edits: u32,
    /// What these edits save, predicted, not seen.
    pub saved_ms: f64,
    /// How many modules would be loaded no more.
    pub removed: usize,
}

impl Potential {
    /// In words, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "`{}` under Python {}: {:.0} ms, of them {:.0} ms for imports; {}",
            self.command.join(" "),
            self.python,
            self.startup_ms,
            self.imports_ms,
            counted(self.modules, "module"),
        )];
        let heaviest: Vec<String> = self
            .heaviest
            .iter()
            .map(|(name, ms)| format!("{name} {ms:.0} ms"))
            .collect();
        if !heaviest.is_empty() {
            lines.push(format!("heaviest: {}", heaviest.join(", ")));
        }
        lines.push(match self.edits {
            0 => "nothing that it loads can safely wait as the program is; `dormant plan` says why".to_owned(),
            edits => format!(
                "{} can take away {} of {} modules and about {:.0} ms; predicted, not seen",
                counted(edits as usize, "edit"),
                self.removed,
                self.modules,
                self.saved_ms,
            ),
        });
        lines
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn potential(edits: u32) -> Potential {
        Potential {
            command: vec!["app".into(), "--help".into()],
            python: "3.12.1".into(),
            startup_ms: 412.4,
            imports_ms: 330.0,
            modules: 610,
            heaviest: vec![("docker".into(), 82.0), ("urwid".into(), 68.2)],
            edits,
            saved_ms: 151.0,
            removed: 240,
        }
    }

    #[test]
    fn what_is_there_to_gain() {
        insta::assert_snapshot!(potential(12).lines().join("\n"), @r"
        `app --help` under Python 3.12.1: 412 ms, of them 330 ms for imports; 610 modules
        heaviest: docker 82 ms, urwid 68 ms
        12 edits can take away 240 of 610 modules and about 151 ms; predicted, not seen
        ");
    }

    #[test]
    fn nothing_to_gain_is_said() {
        let lines = potential(0).lines();
        assert!(
            lines[2].starts_with("nothing that it loads can safely wait"),
            "{lines:?}"
        );
    }
}
