//! What earlier builds into the same caches took, kept beside the caches: what a layer is worth here is seen, not guessed.
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::compilation::{CCache, Stage};
use super::super::worth::{Kind, Layer};
use super::memory::Peaks;
use super::{BuildError, failure};

/// How many builds are remembered.
const KEPT: usize = 50;
const FILE: &str = "builds.json";

/// One build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Record {
    /// What it built.
    pub entry: String,
    /// What was there before it.
    pub kind: Kind,
    /// The project's folder.
    pub folder: String,
    /// The layers that it used.
    pub layers: Vec<Layer>,
    /// Nuitka's version.
    pub nuitka: String,
    /// Seconds of processor time, all of it.
    pub cpu_s: f64,
    /// Seconds by the clock.
    pub wall_s: f64,
    /// Seconds of Nuitka's own work.
    pub analysis_s: Option<f64>,
    /// Seconds of compiling C.
    pub compiling_s: Option<f64>,
    /// Hits and misses of the C cache.
    pub c_cache: Option<(u64, u64)>,
    /// The most that Nuitka itself held, in bytes.
    pub nuitka_bytes: Option<u64>,
    /// The most that one of the compilers held.
    pub compiler_bytes: Option<u64>,
    /// Seconds of processor time for packages compiled beforehand.
    #[serde(default)]
    pub beforehand_s: Option<f64>,
}

/// The builds into these caches, the oldest first; none where the file is not there or is another version's.
pub(super) fn read(root: &Path) -> Vec<Record> {
    let text = std::fs::read_to_string(root.join(FILE)).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Adds a build.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn add(root: &Path, record: Record) -> Result<(), BuildError> {
    let mut all = read(root);
    all.push(record);
    let kept = &all[all.len().saturating_sub(KEPT)..];
    let path = root.join(FILE);
    let text = serde_json::to_string_pretty(kept).unwrap_or_default();
    std::fs::write(&path, text).map_err(|error| failure(&path, &error))
}

/// The most that the builds of this program took, if one of them compiled most of its C: the largest file may be a hit in others.
pub(super) fn peaks(all: &[Record], entry: &str) -> Option<Peaks> {
    let own = || all.iter().filter(|record| record.entry == entry);
    let is_told = |record: &Record| {
        let compiled_most = record.c_cache.is_none_or(|(hits, misses)| misses >= hits);
        compiled_most && record.compiler_bytes.is_some()
    };
    own().any(is_told).then_some(())?;
    Some(Peaks {
        nuitka: own().filter_map(|record| record.nuitka_bytes).max()?,
        compiler: own().filter_map(|record| record.compiler_bytes).max()?,
    })
}

/// What a build found: `changed` is what differs from the last one into these caches, which was in `last_folder`.
pub(super) fn kind(
    changed: Option<&[String]>,
    last_folder: Option<&str>,
    folder: &str,
    c_cache: Option<&CCache>,
) -> Kind {
    let is_source = |change: &String| {
        ["changed source: ", "new source: ", "removed source: "]
            .iter()
            .any(|prefix| change.starts_with(prefix))
    };
    let has_hits = c_cache.is_none_or(|cache| cache.hits > 0);
    match changed {
        Some(_) if !has_hits => Kind::Cold,
        // No account of the builds, but what they left.
        None if c_cache.is_some() && has_hits => Kind::Restored,
        None => Kind::Cold,
        Some(_) if last_folder.is_some_and(|last| last != folder) => Kind::Restored,
        Some([]) => Kind::Unchanged,
        Some([one]) if is_source(one) => Kind::OneFile,
        Some(changes) if changes.iter().all(is_source) => Kind::Sources,
        Some(_) => Kind::Other,
    }
}

/// The stage of a name.
pub(super) fn cpu_of(stages: &[Stage], name: &str) -> Option<f64> {
    stages.iter().find(|stage| stage.name == name)?.cpu_s
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn record(kind: Kind, cpu_s: f64) -> Record {
        Record {
            entry: "app".into(),
            kind,
            folder: "/w".into(),
            layers: vec![Layer::Nuitka, Layer::Ccache],
            nuitka: "4.3.3".into(),
            cpu_s,
            wall_s: cpu_s / 2.0,
            analysis_s: Some(cpu_s * 0.6),
            compiling_s: Some(cpu_s * 0.3),
            c_cache: Some((0, 9)),
            nuitka_bytes: Some(200),
            compiler_bytes: Some(300),
            beforehand_s: None,
        }
    }

    #[test]
    fn builds_are_remembered_up_to_a_number() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), []);
        for number in 0..KEPT + 2 {
            add(folder.path(), record(Kind::Unchanged, number as f64)).unwrap();
        }
        let all = read(folder.path());
        assert_eq!((all.len(), all[0].cpu_s), (KEPT, 2.0));
        std::fs::write(folder.path().join(FILE), "{}").unwrap();
        assert_eq!(read(folder.path()), []);
    }

    #[test]
    fn peaks_are_known_once_a_build_compiled_most_of_it() {
        let mut warm = record(Kind::Unchanged, 1.0);
        warm.c_cache = Some((9, 0));
        warm.compiler_bytes = Some(20);
        let all = [record(Kind::Cold, 9.0), warm.clone()];
        let expected = Peaks {
            nuitka: 200,
            compiler: 300,
        };
        assert_eq!(peaks(&all, "app"), Some(expected));
        assert_eq!(peaks(&all, "other"), None);
        let mut partly = warm.clone();
        partly.c_cache = Some((7, 2));
        assert_eq!(peaks(&[warm, partly], "app"), None);
    }

    #[test]
    fn a_build_is_of_the_kind_that_its_changes_say() {
        let hits = |hits, misses| CCache {
            hits,
            misses,
            ..CCache::default()
        };
        let of = |changes: &[&str], folder: &str, cache: &CCache| {
            let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
            kind(Some(&changes), Some("/w"), folder, Some(cache))
        };
        let warm = hits(9, 0);
        assert_eq!(kind(None, None, "/w", Some(&hits(0, 9))), Kind::Cold);
        assert_eq!(kind(None, None, "/w", None), Kind::Cold);
        assert_eq!(kind(None, None, "/w", Some(&warm)), Kind::Restored);
        assert_eq!(of(&["lock file: a -> b"], "/w", &hits(0, 9)), Kind::Cold);
        assert_eq!(of(&[], "/w", &warm), Kind::Unchanged);
        assert_eq!(of(&["changed source: a.py"], "/w", &warm), Kind::OneFile);
        assert_eq!(
            of(&["changed source: a.py", "new source: b.py"], "/w", &warm),
            Kind::Sources
        );
        assert_eq!(
            of(&["changed source: a.py", "no longer --lto=no"], "/w", &warm),
            Kind::Other
        );
        assert_eq!(of(&["changed source: a.py"], "/elsewhere", &warm), Kind::Restored);
    }
}
