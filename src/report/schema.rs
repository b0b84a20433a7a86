//! The schemas of what commands print as JSON. The forms are stable: keys may come under the same version, none goes or changes
//! its meaning.
use schemars::Schema;

use super::{effects, json, probe, verify, why};

/// A command that prints JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// `check`
    Check,
    /// `plan`, and its file
    Plan,
    /// `why`
    Why,
    /// `profile`, and its file
    Profile,
    /// `measure`, and its file
    Measure,
    /// `verify`
    Verify,
    /// `effects`
    Effects,
    /// `probe`
    Probe,
}

impl Printed {
    /// Every one, in the order of the help.
    pub const ALL: [Printed; 8] = [
        Printed::Check,
        Printed::Plan,
        Printed::Why,
        Printed::Profile,
        Printed::Measure,
        Printed::Verify,
        Printed::Effects,
        Printed::Probe,
    ];

    /// The command.
    pub fn name(self) -> &'static str {
        match self {
            Printed::Check => "check",
            Printed::Plan => "plan",
            Printed::Why => "why",
            Printed::Profile => "profile",
            Printed::Measure => "measure",
            Printed::Verify => "verify",
            Printed::Effects => "effects",
            Printed::Probe => "probe",
        }
    }

    /// Its schema as indented JSON with a final newline.
    pub fn schema(self) -> String {
        text(
            match self {
                Printed::Check => json::schema(),
                Printed::Plan => schemars::schema_for!(crate::plan::model::Plan),
                Printed::Why => why::schema(),
                Printed::Profile => schemars::schema_for!(crate::profile::model::Profile),
                Printed::Measure => schemars::schema_for!(crate::measure::model::Measurement),
                Printed::Verify => verify::schema(),
                Printed::Effects => effects::schema(),
                Printed::Probe => probe::schema(),
            },
            self.name(),
        )
    }
}

/// A schema of the output of a command, as indented JSON with a final newline.
pub fn text(mut schema: Schema, command: &str) -> String {
    schema.insert(
        "title".to_owned(),
        format!("dormant {command} --output-format json").into(),
    );
    // Serialising a tree of plain values cannot fail.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE_SCHEMA=1 cargo test --lib report::schema` writes them again. A difference that takes a key away, or makes one be
    /// what it was not, needs a new version of that output.
    #[test]
    fn the_committed_schemas_are_these() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
        let settings = text(crate::config::shown_schema(), "settings");
        let all = Printed::ALL.map(|one| (one.name(), one.schema()));
        for (name, schema) in all.into_iter().chain([("settings", settings)]) {
            let path = folder.join(format!("{name}.json"));
            if std::env::var_os("UPDATE_SCHEMA").is_some() {
                std::fs::write(&path, &schema).expect("it can be written");
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                committed.replace("\r\n", "\n"),
                schema,
                "UPDATE_SCHEMA=1 cargo test --lib report::schema"
            );
            let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
            let keys = schema["properties"].as_object().expect("keys");
            assert!(keys.contains_key("version") || keys.contains_key("schema"), "{name}");
        }
    }
}
