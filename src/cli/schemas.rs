//! `dormant schema`: the schemas of what dormant reads, and of what commands print as JSON. The forms are stable: keys may come under the same version, none goes or changes
//! its meaning.
use clap::ValueEnum;

use super::output::Output;
use super::status::Status;

/// What has a JSON schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum SchemaOf {
    /// `[tool.dormant]`, or dormant.toml
    #[default]
    Configuration,
    /// A file of `rules`
    Rules,
}

/// Print the JSON schema of the configuration, of files of rules, or of a command's JSON.
#[derive(Debug, clap::Args)]
pub(super) struct SchemaArgs {
    /// What the schema is of
    #[arg(value_enum, default_value_t)]
    of: SchemaOf,
    /// The command whose JSON it is of
    #[arg(long, value_name = "COMMAND", value_enum, conflicts_with = "of")]
    output: Option<Printed>,
}

impl SchemaArgs {
    /// Runs it: there are no findings.
    pub(super) fn run(&self, output: &Output) -> Status {
        output.data(match (self.output, self.of) {
            (Some(printed), _) => printed.schema(),
            (None, SchemaOf::Configuration) => crate::config::SCHEMA,
            (None, SchemaOf::Rules) => crate::rules::SCHEMA,
        })
    }
}

/// What is printed as JSON: a command, or one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Printed {
    Check,
    Fix,
    Plan,
    Why,
    Profile,
    Measure,
    Build,
    BuildCaches,
    Verify,
    Optimize,
    Effects,
    Probe,
    Init,
    Rule,
    Rules,
    Settings,
}

impl Printed {
    /// Its schema as indented JSON with a final newline. A test makes it anew of what is printed.
    fn schema(self) -> &'static str {
        match self {
            Printed::Check => include_str!("../../docs/schemas/check.json"),
            Printed::Fix => include_str!("../../docs/schemas/fix.json"),
            Printed::Plan => include_str!("../../docs/schemas/plan.json"),
            Printed::Why => include_str!("../../docs/schemas/why.json"),
            Printed::Profile => include_str!("../../docs/schemas/profile.json"),
            Printed::Measure => include_str!("../../docs/schemas/measure.json"),
            Printed::Build => include_str!("../../docs/schemas/build.json"),
            Printed::BuildCaches => include_str!("../../docs/schemas/build-caches.json"),
            Printed::Verify => include_str!("../../docs/schemas/verify.json"),
            Printed::Optimize => include_str!("../../docs/schemas/optimize.json"),
            Printed::Effects => include_str!("../../docs/schemas/effects.json"),
            Printed::Probe => include_str!("../../docs/schemas/probe.json"),
            Printed::Init => include_str!("../../docs/schemas/init.json"),
            Printed::Rule => include_str!("../../docs/schemas/rule.json"),
            Printed::Rules => include_str!("../../docs/schemas/rules.json"),
            Printed::Settings => include_str!("../../docs/schemas/settings.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use schemars::{Schema, schema_for};

    use super::*;
    use crate::measure::compilation::{Built, CacheReport};
    use crate::report::versioned::Versioned;
    use crate::report::{codes, effects, fix, json, optimize, probe, verify, why};

    /// The schema of what is printed.
    fn made(of: Printed) -> String {
        let (mut schema, command): (Schema, &str) = match of {
            Printed::Check => (json::schema(), "check --output-format json"),
            Printed::Fix => (fix::schema(), "fix --output-format json"),
            Printed::Plan => (schema_for!(crate::plan::model::Plan), "plan --output-format json"),
            Printed::Why => (why::schema(), "why --output-format json"),
            Printed::Profile => (
                schema_for!(crate::profile::model::Profile),
                "profile --output-format json",
            ),
            Printed::Measure => (
                schema_for!(crate::measure::model::Measurement),
                "measure --output-format json",
            ),
            Printed::Build => (schema_for!(Versioned<Built>), "build --output-format json"),
            Printed::BuildCaches => (
                schema_for!(Versioned<CacheReport>),
                "build --analyze-cache --output-format json",
            ),
            Printed::Verify => (verify::schema(), "verify --output-format json"),
            Printed::Optimize => (optimize::json::schema(), "optimize --output-format json"),
            Printed::Effects => (effects::schema(), "effects --output-format json"),
            Printed::Probe => (probe::schema(), "probe --output-format json"),
            Printed::Init => (
                schema_for!(Versioned<crate::init::Document<'static>>),
                "init --output-format json",
            ),
            Printed::Rule => (codes::explained_schema(), "rule CODE --output-format json"),
            Printed::Rules => (codes::schema(), "rules --output-format json"),
            Printed::Settings => (crate::config::shown_schema(), "settings --output-format json"),
        };
        schema.insert("title".to_owned(), format!("dormant {command}").into());
        serde_json::to_string_pretty(&schema).expect("plain values") + "\n"
    }

    /// `UPDATE_SCHEMA=1 cargo test --lib cli::schemas` writes them again. A difference that takes a key away, or makes one be
    /// what it was not, needs a new version of that output.
    #[test]
    fn the_committed_schemas_are_these() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
        for one in Printed::value_variants() {
            let (name, schema) = (one.to_possible_value().expect("a name"), made(*one));
            let name = name.get_name();
            let path = folder.join(format!("{name}.json"));
            if std::env::var_os("UPDATE_SCHEMA").is_some() {
                std::fs::write(&path, &schema).expect("it can be written");
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                committed.replace("\r\n", "\n"),
                schema,
                "UPDATE_SCHEMA=1 cargo test --lib cli::schemas"
            );
            let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
            let keys = schema["properties"].as_object().expect("keys");
            assert!(keys.contains_key("version") || keys.contains_key("schema"), "{name}");
        }
    }
}
