//! The Python files that do the looking, written where an interpreter can run them.
use std::path::Path;

/// Their names and texts; the first is what the interpreter is told to run, as a folder.
/// Not in `rules/`: they are our own files.
const FILES: [(&str, &str); 4] = [
    ("__main__.py", include_str!("script/__main__.py")),
    ("dormant_events.py", include_str!("script/dormant_events.py")),
    ("dormant_objects.py", include_str!("script/dormant_objects.py")),
    ("dormant_process.py", include_str!("script/dormant_process.py")),
];

/// Writes the files into a folder that exists.
pub(super) fn write(folder: &Path) -> std::io::Result<()> {
    for (name, text) in FILES {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
