//! What a probe saw, as the script writes it down, and what of it counts. Plain data: it starts nothing and reads no file.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::rules::{EffectKind, Evidence, Probed, ProbedEffect};

/// What importing one module did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Observed {
    /// The module.
    pub module: String,
    /// The version of the interpreter, such as `3.12.1`.
    pub python: String,
    /// The exception that the import ended with.
    pub error: Option<Raised>,
    /// Whether a bare interpreter has loaded it anyway.
    pub already: bool,
    /// The installed distribution that it belongs to.
    pub distribution: Option<Distribution>,
    /// The modules that it loaded, in the order in which they were found.
    pub loaded: Vec<String>,
    /// Those of them that were executed from a file, without the standard library.
    pub executed: Vec<Executed>,
    /// What changed.
    pub findings: Vec<Finding>,
    /// What the script could not look at: failures of its own.
    pub errors: Vec<String>,
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Raised {
    /// The name of its class.
    #[serde(rename = "type")]
    pub class: String,
    /// Its text.
    pub message: String,
}

/// An installed distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Distribution {
    /// Its name on the package index.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A module that was executed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Executed {
    /// Its dotted name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

/// One place that changed, and who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// The module that was being executed; `None` where the second run did not see it again.
    pub module: Option<String>,
    /// What sort of effect it is.
    pub kind: EffectKind,
    /// How: `added`, `removed`, `set`, `replaced`, `deleted`, `changed`, `calls`, `opens for writing` or `prints`.
    pub how: String,
    /// The object, setting, call or stream.
    pub target: String,
    /// The first few names, keys or items that are new or gone.
    pub keys: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// The line of the module, where it is known.
    pub line: Option<u32>,
    /// Modules whose execution led here, the outermost first.
    pub chain: Vec<String>,
    /// Whether it is a package's doing on what it brought itself.
    pub own: bool,
    /// Whether the standard library did it while it was loaded.
    pub standard: bool,
}

impl Finding {
    /// Whether it changes anything for those who do not use what was imported.
    pub fn counts(&self) -> bool {
        !self.own && !self.standard
    }

    /// What happened, to be read after "it".
    pub fn what(&self) -> String {
        let target = &self.target;
        let mut text = match self.how.as_str() {
            "added" | "removed" => format!("changes what is in `{target}`"),
            "set" | "replaced" | "deleted" => format!("{} attributes of `{target}`", verb(&self.how)),
            "prints" => format!("prints to {target}"),
            "changed" => format!("changes `{target}`"),
            how => format!("{how} `{target}`"),
        };
        if !self.keys.is_empty() {
            let more = if self.count > self.keys.len() { " ..." } else { "" };
            text += &format!(": {}{more}", self.keys.join(", "));
        }
        text
    }
}

fn verb(how: &str) -> &'static str {
    match how {
        "set" => "sets",
        "deleted" => "deletes",
        _ => "replaces",
    }
}

impl Observed {
    /// The findings that count.
    pub fn effects(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.counts())
    }

    /// What the analysis of effects may use: nothing where the import failed. What nobody is known to have done is taken for
    /// the doing of the module that was asked about.
    pub fn evidence(&self) -> Evidence {
        let mut modules = BTreeMap::new();
        if self.error.is_some() || self.already {
            return Evidence::new(modules);
        }
        for executed in &self.executed {
            let done = |finding: &&Finding| finding.module.as_ref().unwrap_or(&self.module) == &executed.name;
            let effects = self.findings.iter().filter(done).filter(|finding| !finding.standard);
            let effects = effects.map(|finding| ProbedEffect {
                kind: finding.kind,
                what: finding.what(),
                own: finding.own,
            });
            let probed = Probed {
                sha256: executed.sha256.clone(),
                effects: effects.collect(),
            };
            modules.insert(executed.name.clone(), probed);
        }
        Evidence::new(modules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn finding(how: &str, target: &str, keys: &[&str]) -> Finding {
        Finding {
            module: Some("pk.hooks".into()),
            kind: EffectKind::Patching,
            how: how.into(),
            target: target.into(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            count: keys.len(),
            line: None,
            chain: vec!["pk".into(), "pk.hooks".into()],
            own: false,
            standard: false,
        }
    }

    fn observed(findings: Vec<Finding>) -> Observed {
        let executed = |name: &str| Executed {
            name: name.into(),
            file: format!("/{name}.py"),
            sha256: "00".into(),
        };
        Observed {
            module: "pk".into(),
            python: "3.12.1".into(),
            error: None,
            already: false,
            distribution: None,
            loaded: Vec::new(),
            executed: vec![executed("pk.hooks"), executed("pk")],
            findings,
            errors: Vec::new(),
        }
    }

    #[test]
    fn words_for_each_way_of_changing() {
        let what = |how, target, keys: &[&str]| finding(how, target, keys).what();
        assert_eq!(what("set", "json", &["dumps"]), "sets attributes of `json`: dumps");
        assert_eq!(
            what("added", "copyreg.dispatch_table", &[]),
            "changes what is in `copyreg.dispatch_table`"
        );
        assert_eq!(what("prints", "standard output", &[]), "prints to standard output");
        assert_eq!(what("calls", "socket.bind(socket)", &[]), "calls `socket.bind(socket)`");
        let many = Finding {
            count: 9,
            ..finding("replaced", "socket", &["socket", "create_connection"])
        };
        assert_eq!(
            many.what(),
            "replaces attributes of `socket`: socket, create_connection ..."
        );
    }

    #[test]
    fn evidence_is_about_each_module_that_was_executed() {
        let mut nobody = finding("changed", "sys.path", &[]);
        nobody.module = None;
        let own = Finding {
            own: true,
            ..finding("set", "pk.core", &["x"])
        };
        let found = observed(vec![own, finding("set", "json", &["dumps"]), nobody]).evidence();
        let first = |module: &str, is_own| found.modules[module].first(is_own).map(|effect| effect.what.as_str());
        assert_eq!(first("pk.hooks", false), Some("sets attributes of `json`: dumps"));
        assert_eq!(first("pk.hooks", true), Some("sets attributes of `pk.core`: x"));
        assert_eq!(first("pk", false), Some("changes `sys.path`"));
    }

    #[test]
    fn a_failed_import_is_no_evidence() {
        let mut found = observed(Vec::new());
        found.error = Some(Raised {
            class: "ImportError".into(),
            message: "no".into(),
        });
        assert!(found.evidence().modules.is_empty());
    }
}
