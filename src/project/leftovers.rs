//! What a run that was killed left beside the files that it was writing: found by its name, and removed by the next run.
use std::path::Path;
use std::sync::LazyLock;

/// The names of temporary files begin so: with the process that makes them, because another may be at work right now.
pub(super) static PREFIX: LazyLock<String> = LazyLock::new(|| format!("{BEGINNING}{}-", std::process::id()));

/// And end so.
pub(super) const SUFFIX: &str = ".tmp";

const BEGINNING: &str = ".dormant-";

/// Removes what dead runs left in a folder. What cannot be removed stays: it is in nobody's way.
pub fn remove_leftovers(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(is_left) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whether a name is that of a temporary file whose process has ended.
fn is_left(name: &str) -> bool {
    let Some(middle) = name.strip_prefix(BEGINNING).and_then(|rest| rest.strip_suffix(SUFFIX)) else {
        return false;
    };
    let process = middle.split_once('-').and_then(|(process, _)| process.parse().ok());
    process.is_none_or(|process: u32| process != std::process::id() && !is_running(process))
}

#[cfg(unix)]
fn is_running(process: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    // That it may not be told anything means that it is there.
    process.is_some_and(|process| test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

/// Where nobody can be asked, nothing is removed.
#[cfg(not(unix))]
fn is_running(_process: u32) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_the_dead_left_goes_and_everything_else_stays() {
        let mut dead = std::process::Command::new("true").spawn().unwrap();
        let left = format!(".dormant-{}-abc.tmp", dead.id());
        dead.wait().unwrap();
        let mine = format!("{}abc.tmp", PREFIX.as_str());
        let others = format!(".dormant-{}-abc.tmp", std::os::unix::process::parent_id());
        let folder = tempfile::tempdir().unwrap();
        let kept = [mine.as_str(), &others, ".dormant.toml", "a.py", ".dormant-1"];
        for name in kept.iter().copied().chain([left.as_str(), ".dormant-abc.tmp"]) {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        remove_leftovers(folder.path());
        let mut names: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let mut kept = kept.map(str::to_owned);
        names.sort();
        kept.sort();
        assert_eq!(names, kept);
        remove_leftovers(&folder.path().join("none"));
    }
}
