//! The effective settings as text that says where every value comes from.
use std::fmt::Write as _;
use std::path::Path;

use toml::Value;

use super::{Accept, Origin, Settings};

/// One key with its value, `None` where nothing is set.
type Entry = (&'static str, Option<Value>);

/// The settings as TOML that could be a dormant.toml itself; a comment behind each value tells its origin.
pub fn to_toml(settings: &Settings) -> String {
    let file = settings
        .file
        .as_ref()
        .map_or("none".to_string(), |file| file.display().to_string());
    let mut text = format!("# root: {}\n# configuration: {file}\n", settings.root.display());
    for extended in &settings.extended {
        let _ = writeln!(text, "# which extends: {}", extended.display());
    }
    text.push('\n');
    for (key, value) in entries(settings) {
        let _ = match value {
            Some(value) => writeln!(text, "{key} = {value}  # {}", origin(settings, key)),
            None => writeln!(text, "# {key} is not set"),
        };
    }
    text.push_str("\n# found in the project:\n");
    let version = settings
        .requires_python
        .map_or("not said".to_string(), |version| version.to_string());
    let _ = writeln!(text, "# the oldest Python that it runs on: {version}");
    let scripts = if settings.scripts.is_empty() {
        "none".to_string()
    } else {
        settings.scripts.join(", ")
    };
    let _ = writeln!(text, "# the modules that its commands start in: {scripts}");
    let forbidden = settings
        .inline_imports_forbidden
        .as_deref()
        .unwrap_or("no setting was found");
    let _ = writeln!(text, "# what forbids imports inside functions: {forbidden}");
    text
}

/// The settings as indented JSON: root, file, `settings` with a value and an origin for every key, and what the project says.
pub fn to_json(settings: &Settings) -> String {
    let path = |path: &Path| path.display().to_string();
    let keys = entries(settings).into_iter().map(|(key, value)| {
        let value = value.and_then(|value| serde_json::to_value(value).ok());
        let origin = origin(settings, key);
        (key.to_owned(), Shown { value, origin })
    });
    let document = Document {
        version: 1,
        root: path(&settings.root),
        file: settings.file.as_deref().map(path),
        settings: keys.collect(),
        project: Project {
            requires_python: settings.requires_python.map(|version| version.to_string()),
            scripts: &settings.scripts,
            inline_imports_forbidden: settings.inline_imports_forbidden.as_deref(),
        },
    };
    // Plain data with text keys: it can be written.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// The schema of what [`to_json`] writes.
#[cfg(test)]
pub fn shown_schema() -> schemars::Schema {
    schemars::schema_for!(Document<'static>)
}

#[derive(serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    /// The version of this form.
    version: u32,
    /// The folder of the project.
    root: String,
    /// The configuration file, where there is one.
    file: Option<String>,
    /// Every key with its value and where that comes from.
    settings: std::collections::BTreeMap<String, Shown>,
    /// What the project says of itself.
    project: Project<'a>,
}

#[derive(serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Shown {
    /// The value; none where nothing is set.
    value: Option<serde_json::Value>,
    /// Where it comes from, in words.
    origin: &'static str,
}

#[derive(serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
struct Project<'a> {
    /// The oldest Python that it runs on.
    requires_python: Option<String>,
    /// The modules that its commands start in.
    scripts: &'a [String],
    /// The linter setting that forbids imports inside functions.
    inline_imports_forbidden: Option<&'a str>,
}

fn origin(settings: &Settings, key: &str) -> &'static str {
    match settings.origins.get(key) {
        None => "default",
        Some(Origin::File) => "from the configuration file",
        Some(Origin::Flag) => "from the command line",
        Some(Origin::FileAndFlag) => "from the configuration file and the command line",
    }
}

/// A risk that is taken, as in the file.
fn accepted(one: &Accept) -> Value {
    let text = |text: &str| Value::String(text.to_owned());
    let fields = [("module", &one.module), ("facet", &one.facet), ("why", &one.why)];
    Value::Table(
        fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), text(value)))
            .collect(),
    )
}

/// Every key in the order of its documentation.
fn entries(settings: &Settings) -> Vec<Entry> {
    fn list<T>(items: &[T], to_text: impl Fn(&T) -> String) -> Value {
        Value::Array(items.iter().map(|item| Value::String(to_text(item))).collect())
    }
    let words = |items: &Vec<String>| list(items, String::clone);
    let paths = |items: &Vec<std::path::PathBuf>| list(items, |path| path.display().to_string());
    let ignores = settings
        .per_file_ignores
        .iter()
        .map(|(glob, codes)| (glob.clone(), words(codes)))
        .collect();
    vec![
        ("heavy", settings.heavy.as_ref().map(words)),
        ("extend-heavy", Some(words(&settings.extend_heavy))),
        (
            "profile",
            settings
                .profile
                .as_ref()
                .map(|profile| Value::String(profile.display().to_string())),
        ),
        ("profile-threshold-ms", settings.profile_threshold_ms.map(Value::Float)),
        ("eager", Some(words(&settings.eager))),
        ("src", settings.src.as_ref().map(paths)),
        (
            "python",
            settings
                .python
                .as_ref()
                .map(|python| Value::String(python.display().to_string())),
        ),
        ("search-path", Some(paths(&settings.search_path))),
        (
            "target-version",
            settings.target_version.map(|version| Value::String(version.code())),
        ),
        (
            "strategies",
            settings
                .strategies
                .as_ref()
                .map(|list_of| list(list_of, |strategy| strategy.code().to_string())),
        ),
        (
            "annotations",
            settings
                .annotations
                .map(|annotations| Value::String(annotations.code().to_string())),
        ),
        ("library", settings.library.map(Value::Boolean)),
        ("exclude", Some(words(&settings.exclude))),
        ("tests", settings.tests.as_ref().map(paths)),
        ("entry-points", Some(words(&settings.entry_points))),
        ("budget-ms", settings.budget_ms.map(Value::Float)),
        ("evidence", settings.evidence.as_ref().map(paths)),
        ("rules", Some(paths(&settings.rules))),
        (
            "accept",
            Some(Value::Array(settings.accept.iter().map(accepted).collect())),
        ),
        ("strict", Some(Value::Boolean(settings.strict))),
        ("add-noqa", Some(Value::Boolean(settings.add_noqa))),
        ("per-file-ignores", Some(Value::Table(ignores))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{PythonVersion, RawSettings};
    use crate::verdict::Strategy;
    use std::path::PathBuf;

    fn example() -> Settings {
        Settings {
            root: PathBuf::from("/app"),
            file: Some(PathBuf::from("/app/dormant.toml")),
            heavy: Some(vec!["modal".to_string()]),
            strategies: Some(vec![Strategy::FunctionLocal]),
            per_file_ignores: vec![("scripts/**".to_string(), vec!["function-local".to_string()])],
            requires_python: Some(PythonVersion::new(3, 10)),
            scripts: vec!["app.cli".to_string()],
            origins: [
                ("heavy", Origin::Flag),
                ("strategies", Origin::File),
                ("per-file-ignores", Origin::File),
            ]
            .into(),
            ..Settings::default()
        }
    }

    #[test]
    fn toml_tells_every_origin() {
        insta::assert_snapshot!(to_toml(&example()), @r#"
        # root: /app
        # configuration: /app/dormant.toml

        heavy = ["modal"]  # from the command line
        extend-heavy = []  # default
        # profile is not set
        # profile-threshold-ms is not set
        eager = []  # default
        # src is not set
        # python is not set
        search-path = []  # default
        # target-version is not set
        strategies = ["function-local"]  # from the configuration file
        # annotations is not set
        # library is not set
        exclude = []  # default
        # tests is not set
        entry-points = []  # default
        # budget-ms is not set
        # evidence is not set
        rules = []  # default
        accept = []  # default
        strict = false  # default
        add-noqa = false  # default
        per-file-ignores = { "scripts/**" = ["function-local"] }  # from the configuration file

        # found in the project:
        # the oldest Python that it runs on: 3.10
        # the modules that its commands start in: app.cli
        # what forbids imports inside functions: no setting was found
        "#);
    }

    #[test]
    fn the_toml_is_a_configuration() {
        let raw: RawSettings = toml::from_str(&to_toml(&example())).unwrap();
        assert_eq!(raw.heavy, Some(vec!["modal".to_string()]));
        assert_eq!(raw.strategies, Some(vec![Strategy::FunctionLocal]));
        assert_eq!(raw.per_file_ignores.unwrap()["scripts/**"], ["function-local"]);
    }

    #[test]
    fn json_has_every_key() {
        let document: serde_json::Value = serde_json::from_str(&to_json(&example())).unwrap();
        assert_eq!(document["settings"].as_object().unwrap().len(), 22);
        assert_eq!(document["settings"]["heavy"]["origin"], "from the command line");
        assert_eq!(document["settings"]["heavy"]["value"][0], "modal");
        assert_eq!(document["settings"]["budget-ms"]["value"], serde_json::Value::Null);
        assert_eq!(document["project"]["requires-python"], "3.10");
    }
}
