//! Reads what `trace.py` writes: one JSON array in each line, its first item saying what it is.
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ProfileError;

/// What one traced run recorded.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorded {
    pub python: PythonRow,
    pub preloaded: Vec<String>,
    /// `sys.path` at the end.
    pub path: Vec<String>,
    /// Files of which a function ran while no module was being executed.
    pub used: Option<Vec<String>>,
    pub modules: Vec<ModuleRow>,
    pub events: Vec<EventRow>,
    /// Nanoseconds of CPU that the tracer took for itself at the start.
    pub setup_ns: i64,
    /// The same at the end.
    pub written_ns: i64,
}

/// The Python: its version and implementation, `sys.prefix`, `sys.base_prefix`, and the folder of its standard library.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct PythonRow(pub String, pub String, pub String, pub String, pub String);

/// A module, in the order in which they began to execute.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "ModuleFields")]
pub(super) struct ModuleRow {
    pub name: String,
    pub parent: Option<u32>,
    pub event: Option<u32>,
    pub self_ns: i64,
    pub bytes: i64,
    pub file: Option<String>,
    pub failed: bool,
}

/// An import.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "EventFields")]
pub(super) struct EventRow {
    pub importer: Option<String>,
    pub file: String,
    pub line: Option<u32>,
    pub target: String,
    pub names: Vec<String>,
    pub function: Option<String>,
    pub during: Option<String>,
    pub is_call: bool,
    pub submodules: Vec<String>,
    pub count: u32,
    pub succeeded: u32,
}

#[derive(Deserialize)]
struct ModuleFields(String, Option<u32>, Option<u32>, i64, i64, Option<String>, bool);

#[derive(Deserialize)]
struct EventFields(
    Option<String>,
    String,
    Option<u32>,
    String,
    Vec<String>,
    Option<String>,
    Option<String>,
    bool,
    Vec<String>,
    u32,
    u32,
);

impl From<ModuleFields> for ModuleRow {
    fn from(fields: ModuleFields) -> ModuleRow {
        let ModuleFields(name, parent, event, self_ns, bytes, file, failed) = fields;
        ModuleRow {
            name,
            parent,
            event,
            self_ns,
            bytes,
            file,
            failed,
        }
    }
}

impl From<EventFields> for EventRow {
    fn from(fields: EventFields) -> EventRow {
        let EventFields(importer, file, line, target, names, function, during, is_call, submodules, count, succeeded) =
            fields;
        EventRow {
            importer,
            file,
            line,
            target,
            names,
            function,
            during,
            is_call,
            submodules,
            count,
            succeeded,
        }
    }
}

/// Reads a trace; a module's parent comes before it, and events exist.
pub(super) fn parse(text: &str) -> Result<Recorded, ProfileError> {
    let mut recorded = Recorded::default();
    for (index, line) in text.lines().enumerate() {
        let wrong = |message: String| ProfileError::Trace {
            line: index + 1,
            message,
        };
        read_line(line, &mut recorded).map_err(|error| wrong(error.to_string()))?;
        let modules = recorded.modules.len();
        let parent = recorded.modules.last().and_then(|module| module.parent);
        if parent.is_some_and(|parent| parent as usize + 1 >= modules) {
            return Err(wrong("a module before its parent".to_owned()));
        }
    }
    let events = recorded.events.len();
    for module in &mut recorded.modules {
        module.event = module.event.filter(|event| (*event as usize) < events);
    }
    Ok(recorded)
}

fn read_line(line: &str, recorded: &mut Recorded) -> Result<(), serde_json::Error> {
    let mut row: Vec<Value> = serde_json::from_str(line)?;
    if row.is_empty() {
        return Ok(());
    }
    let kind = row.remove(0);
    match kind.as_str() {
        Some("python") => recorded.python = typed(row)?,
        Some("preloaded") => (recorded.preloaded,) = typed(row)?,
        Some("path") => (recorded.path,) = typed(row)?,
        Some("used") => (recorded.used,) = typed(row)?,
        Some("module") => recorded.modules.push(typed(row)?),
        Some("event") => recorded.events.push(typed(row)?),
        Some("clock") => {
            let (setup, _ran, _building): (i64, i64, i64) = typed(row)?;
            recorded.setup_ns = setup;
        }
        Some("written") => (recorded.written_ns,) = typed(row)?,
        _ => {}
    }
    Ok(())
}

fn typed<T: DeserializeOwned>(row: Vec<Value>) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::Array(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let recorded = parse(concat!(
            "[\"python\",\"3.12.1\",\"cpython\",\"/v\",\"/b\",\"/b/lib\"]\n",
            "[\"used\",null]\n",
            "[\"module\",\"a\",null,0,1500,4096,\"/p/a.py\",false]\n",
            "[\"module\",\"b\",0,7,10,0,null,true]\n",
            "[\"event\",\"__main__\",\"/p/m.py\",3,\"a\",[\"x\"],null,null,false,[],1,1]\n",
            "[\"clock\",5,6,7]\n[\"written\",9]\n[]\n",
        ))
        .expect("a trace");
        assert_eq!(
            (recorded.modules[0].name.as_str(), recorded.modules[0].event),
            ("a", Some(0))
        );
        assert_eq!((recorded.modules[1].parent, recorded.modules[1].event), (Some(0), None));
        assert_eq!((recorded.setup_ns, recorded.written_ns), (5, 9));
        assert_eq!(recorded.events[0].line, Some(3));
    }

    #[test]
    fn what_makes_no_sense_is_told_with_its_line() {
        let wrong = |text: &str| parse(text).expect_err("no trace").to_string();
        assert!(wrong("[]\nhello").starts_with("line 2 of the trace cannot be read: "));
        assert!(wrong("[\"module\",\"a\",0,null,1,1,null,false]").contains("before its parent"));
        assert!(wrong("[\"module\",\"a\"]").contains("line 1"));
    }
}
