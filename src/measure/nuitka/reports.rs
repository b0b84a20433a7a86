//! What Nuitka leaves behind: its report, and what each C file took. Versions differ in what they write: everything is
//! optional.
use std::path::Path;

use serde::Deserialize;

use super::files;

/// What the report says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// Modules compiled to C.
    pub compiled: Option<usize>,
    /// Modules kept as bytecode.
    pub bytecode: Option<usize>,
    /// The memory, in bytes, that Nuitka held when compiling C began.
    pub held_bytes: Option<u64>,
}

/// Reads `report.xml`. Times in it are not used: on a build with caches, those of the analysis are replayed from an older
/// one.
pub(super) fn report(text: &str) -> Report {
    let Ok(document) = roxmltree::Document::parse(text) else {
        return Report::default();
    };
    let kinds: Vec<&str> = document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name("module"))
        .filter_map(|node| node.attribute("kind"))
        .collect();
    let count = |is: fn(&str) -> bool| (!kinds.is_empty()).then(|| kinds.iter().filter(|kind| is(kind)).count());
    let held_bytes = document
        .descendants()
        .filter(|node| node.has_tag_name("memory_usage"))
        .filter_map(|node| node.attribute("value")?.parse().ok())
        .max();
    Report {
        held_bytes,
        compiled: count(|kind| kind.starts_with("Compiled") || kind == "PythonMainModule"),
        bytecode: count(|kind| kind.starts_with("Uncompiled")),
    }
}

/// Seconds of CPU that the C compiler and the linker took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct CTimes {
    /// All C files, those that the cache had included.
    pub compiling: f64,
    /// Linking.
    pub linking: f64,
    /// The most memory, in bytes, that one of these compilers held; `None` where it is not told.
    pub peak_bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Resources {
    rusage: Usage,
}

#[derive(Deserialize)]
struct Usage {
    cpu: Cpu,
    #[serde(default)]
    memory: Memory,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Memory {
    memory_max_rss_kb: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Cpu {
    user_cpu_time: f64,
    system_cpu_time: f64,
}

/// Adds up the `*.resource-usage.json` that Nuitka's runs of the compiler leave; `None` where there are none.
pub(super) fn c_times(folder: &Path) -> Option<CTimes> {
    let mut times: Option<CTimes> = None;
    for file in files::below(folder) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".resource-usage.json") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        if let Ok(Resources {
            rusage: Usage { cpu, memory },
        }) = serde_json::from_str(&text)
        {
            let took = cpu.user_cpu_time + cpu.system_cpu_time;
            let times = times.get_or_insert_default();
            times.peak_bytes = times.peak_bytes.max(memory.memory_max_rss_kb.map(|kb| kb * 1024));
            if name.starts_with("@linker") {
                times.linking += took;
            } else {
                times.compiling += took;
            }
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_counted_by_their_kind() {
        let text = r#"<?xml version='1.0' encoding='utf8'?>
            <nuitka-compilation-report mode="standalone"><module name="__main__" kind="PythonMainModule"/>
            <module name="app" kind="CompiledPythonPackage"/><module name="json" kind="UncompiledPythonPackage"/>
            <module name="_json" kind="PythonExtensionModule"/>
            <performance><memory_usage name="after_launch" value="43642880"/>
            <memory_usage name="before_running_scons" value="246771712"/></performance></nuitka-compilation-report>"#;
        let found = report(text);
        assert_eq!((found.compiled, found.bytecode), (Some(2), Some(1)));
        assert_eq!(found.held_bytes, Some(246_771_712));
        assert_eq!(report("<x/>"), Report::default());
        assert_eq!(report("no xml"), Report::default());
    }

    #[test]
    fn the_compiler_and_the_linker_stand_apart() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, user: f64| {
            // As 4.3.3 writes it.
            let text = format!(
                r#"{{"rusage": {{"cpu": {{"system-cpu-time": 0.5, "user-cpu-time": {user}}}, "memory": {{"memory-max-rss-kb": {}}},
                    "system-events": {{"page-faults-major": 3}}}}, "source_filename": "{name}.c"}}"#,
                user * 1000.0
            );
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        assert_eq!(c_times(folder.path()), None);
        write("a.resource-usage.json", 1.0);
        write("b.resource-usage.json", 2.0);
        write("@linker.resource-usage.json", 0.25);
        std::fs::write(folder.path().join("c.resource-usage.json"), "{}").unwrap();
        let found = c_times(folder.path()).unwrap();
        assert_eq!((found.compiling, found.linking), (4.0, 0.75));
        assert_eq!(found.peak_bytes, Some(2000 * 1024));
    }
}
