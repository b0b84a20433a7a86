//! What a profiled run is, as plain data: modules with their times, every import with its place, and the whole start-up.
//!
//! It is saved, committed, and read on machines where the command does not run; so it has a version, and its paths are
//! relative. It knows nothing of how it was measured, and reads and writes texts, not files.
use serde::{Deserialize, Serialize};

/// The version of the form below; it changes when an old reader would misread a new file.
pub const SCHEMA: u32 = 1;

/// A profiled command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Profile {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The command as it was given.
    pub command: Vec<String>,
    /// The Python that ran it.
    pub python: Python,
    /// How often it was run for each of the numbers: untraced, traced for times, and bare.
    pub runs: u32,
    /// The exit status of the command.
    pub exit_status: i32,
    /// What the start-up as a whole takes.
    pub total: Total,
    /// Modules that the interpreter had loaded before the program began: they cost what `bare-cpu-ms` says, whatever imports
    /// them again. Sorted.
    pub preloaded: Vec<String>,
    /// Every module that was executed, in the order in which executing them began.
    pub modules: Vec<Module>,
    /// Every import, in the order of its first execution; one that ran again (in a loop, say) is counted, not repeated.
    pub events: Vec<Event>,
}

/// The Python that ran a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Python {
    /// Its version, such as `3.12.1`.
    pub version: String,
    /// Its implementation, such as `cpython`.
    pub implementation: String,
}

/// The whole start-up: `startup = bare + imports + rest`, all in milliseconds of CPU (user and system).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Total {
    /// The command without tracing, from start to end: the median of its runs.
    pub startup_cpu_ms: f64,
    /// The command without tracing, by the clock on the wall: the median of its runs.
    pub startup_wall_ms: f64,
    /// The same interpreter with nothing to do: the median of its runs.
    pub bare_cpu_ms: f64,
    /// The sum of the modules' own times.
    pub imports_cpu_ms: f64,
    /// What the traced times were multiplied with to fit the untraced run. The times in [`Module`] are multiplied already.
    pub kappa: f64,
    /// The greatest resident memory of the command without tracing, in bytes: the median of its runs; `None` where not known.
    pub peak_bytes: Option<u64>,
}

impl Total {
    /// What is neither the bare interpreter nor imports: the program's own work, and the end of the process.
    pub fn rest_cpu_ms(&self) -> f64 {
        (self.startup_cpu_ms - self.bare_cpu_ms - self.imports_cpu_ms).max(0.0)
    }

    /// The share of imports in the whole start-up, from 0 to 1.
    pub fn import_share(&self) -> f64 {
        if self.startup_cpu_ms > 0.0 {
            (self.imports_cpu_ms / self.startup_cpu_ms).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

/// A module that was executed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Module {
    /// Its full name.
    pub name: String,
    /// Its file: relative to the project for first-party code, to the folder of installed packages or of the standard library
    /// otherwise, absolute where it lies elsewhere; `None` for what is built in.
    pub file: Option<String>,
    /// Whose it is.
    pub kind: Kind,
    /// Milliseconds of CPU that it took to find and execute it, without what it imported: the least of all runs, calibrated.
    pub self_ms: f64,
    /// The same with what it was the first to import.
    pub cumulative_ms: f64,
    /// Bytes by which the resident memory grew while it executed, without what it imported: the least of all runs.
    pub self_bytes: u64,
    /// The same with what it was the first to import.
    pub cumulative_bytes: u64,
    /// The module during whose execution this one was executed: an index into `modules`. `None` where the program itself did it.
    pub parent: Option<u32>,
    /// The import that executed it: an index into `events`. `None` where no Python code did.
    pub event: Option<u32>,
    /// Whether one of its functions ran after it was imported; `None` where that is not known.
    pub used: Option<bool>,
}

/// Whose code a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The project's own.
    FirstParty,
    /// Installed.
    ThirdParty,
    /// Python's own.
    Standard,
}

/// One import: an alias of an `import` statement, a `from` statement, or a call of `importlib.import_module`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Event {
    /// The module whose code imports; `__main__` for the program.
    pub importer: String,
    /// The file of that code, as in [`Module::file`].
    pub file: Option<String>,
    /// The line at which the statement begins, counted from one.
    pub line: u32,
    /// The module named, absolute: `a.b` for `import a.b`, `from a.b import c`, and `from .b import c` within `a`.
    pub target: String,
    /// The names of a `from` statement, as written; empty for other imports.
    pub names: Vec<String>,
    /// Those of `names` that are submodules of `target`.
    pub submodules: Vec<String>,
    /// The modules that this import was the one to execute (the target, its parents, its submodules), in that order, without
    /// those that these imported in turn. Empty where everything was served from `sys.modules`.
    pub executed: Vec<String>,
    /// The function that the statement stands in, such as `Group.load`; `None` at module level, class bodies included.
    pub function: Option<String>,
    /// The module that was being executed; `None` once the program itself runs.
    pub during: Option<String>,
    /// How it is written.
    pub kind: ImportKind,
    /// How often it ran.
    pub count: u32,
    /// Whether it raised an exception each time it ran.
    pub failed: bool,
}

impl Event {
    /// Whether the import was served from `sys.modules` each time.
    pub fn is_cached(&self) -> bool {
        self.executed.is_empty()
    }

    /// Whether it is one of the statements that run when a module is executed, not in a function.
    pub fn is_module_level(&self) -> bool {
        self.function.is_none() && self.kind == ImportKind::Statement
    }
}

/// How an import is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// `import` or `from … import`.
    Statement,
    /// `importlib.import_module(…)`, or `__import__(…)` called.
    ImportModule,
}

/// A text that is not a profile.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// It is not JSON, or lacks something.
    #[error("not a profile: {0}")]
    Json(#[from] serde_json::Error),
    /// Another version of dormant made it.
    #[error("a profile of version {found}, not {SCHEMA}: make it again with `dormant profile --save`")]
    Schema {
        /// The version found.
        found: u64,
    },
    /// An index in it leads nowhere.
    #[error("not a profile: {what} of module '{module}' does not exist")]
    Index {
        /// The module with the index.
        module: String,
        /// What does not exist.
        what: &'static str,
    },
}

impl Profile {
    /// The profile as JSON, with one line for each module and import, so that a new one makes a readable diff.
    ///
    /// # Errors
    /// None that plain data can raise.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let fields = match serde_json::to_value(self)? {
            serde_json::Value::Object(fields) => fields,
            _ => serde_json::Map::new(),
        };
        let mut lines = Vec::new();
        for (key, value) in &fields {
            let name = serde_json::to_string(key)?;
            let text = match value.as_array() {
                Some(items) if items.iter().any(serde_json::Value::is_object) => {
                    let rows: Vec<String> = items.iter().map(|item| format!("    {item}")).collect();
                    format!("[\n{}\n  ]", rows.join(",\n"))
                }
                _ => value.to_string(),
            };
            lines.push(format!("  {name}: {text}"));
        }
        Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
    }

    /// Reads what [`Profile::to_json`] wrote.
    ///
    /// # Errors
    /// A text that is not JSON, lacks something, comes from another version, or has an index that leads nowhere.
    pub fn from_json(text: &str) -> Result<Profile, FormatError> {
        #[derive(Deserialize)]
        struct Version {
            schema: u64,
        }
        let found = serde_json::from_str::<Version>(text)?.schema;
        if found != u64::from(SCHEMA) {
            return Err(FormatError::Schema { found });
        }
        let profile: Profile = serde_json::from_str(text)?;
        for (index, module) in profile.modules.iter().enumerate() {
            let wrong = |what| FormatError::Index {
                module: module.name.clone(),
                what,
            };
            // A parent begins before what it imports: this also rules out cycles.
            if module.parent.is_some_and(|parent| parent as usize >= index) {
                return Err(wrong("the parent"));
            }
            if module.event.is_some_and(|event| event as usize >= profile.events.len()) {
                return Err(wrong("the import"));
            }
        }
        Ok(profile)
    }

    /// The module of that name, if it was executed.
    pub fn module(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::small;
    use super::*;

    #[test]
    fn what_was_saved_is_read() {
        let text = small().to_json().expect("plain data");
        assert_eq!(Profile::from_json(&text).expect("a profile"), small());
        insta::assert_snapshot!(text);
    }

    #[test]
    fn parts_add_up() {
        let total = small().total;
        let sum = total.bare_cpu_ms + total.imports_cpu_ms + total.rest_cpu_ms();
        assert!((sum - total.startup_cpu_ms).abs() < 1e-9);
        assert!((total.import_share() - 0.6).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_profile_is_told() {
        let wrong = |text: &str| Profile::from_json(text).expect_err("no profile").to_string();
        insta::assert_snapshot!(wrong("{}"), @"not a profile: missing field `schema` at line 1 column 2");
        insta::assert_snapshot!(wrong("not json"), @"not a profile: expected ident at line 1 column 2");
        insta::assert_snapshot!(wrong("{\"schema\": 99}"), @"a profile of version 99, not 1: make it again with `dormant profile --save`");
        let mut odd = small();
        odd.modules[0].parent = Some(0);
        insta::assert_snapshot!(wrong(&odd.to_json().expect("plain data")), @"not a profile: the parent of module 'app.cli' does not exist");
        let mut odd = small();
        odd.modules[1].event = Some(99);
        insta::assert_snapshot!(wrong(&odd.to_json().expect("plain data")), @"not a profile: the import of module 'requests' does not exist");
    }
}
