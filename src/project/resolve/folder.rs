//! What a folder offers to an import: its listing, read once, by module name. Knows file names, never what files hold.
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// What is there under one name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// A folder `name`.
    pub folder: bool,
    /// An extension module that the interpreter would load.
    pub native: bool,
    /// `name.py`.
    pub source: bool,
    /// `name.py` is a link.
    pub is_link: bool,
    /// `name.pyc` next to where the source would be.
    pub bytecode: bool,
}

/// The names in one folder.
pub(super) type Listing = FxHashMap<String, Entry>;

/// All folders that were looked at so far.
#[derive(Debug, Default)]
pub(super) struct Folders {
    version: Option<(u8, u8)>,
    /// By their paths as they are written: to compare paths part by part takes longer.
    known: RwLock<FxHashMap<OsString, Arc<Listing>>>,
}

impl Folders {
    /// No folders yet; extension modules for another version than this do not count.
    pub fn new(version: Option<(u8, u8)>) -> Folders {
        Folders {
            version,
            known: RwLock::default(),
        }
    }

    /// What is in a folder; nothing where it cannot be read.
    pub fn list(&self, folder: &Path) -> Arc<Listing> {
        let folder = folder.as_os_str();
        if let Some(listing) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Arc::clone(listing);
        }
        let listing = Arc::new(self.read(Path::new(folder)));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(folder.to_owned()).or_insert(listing))
    }

    /// What is in a folder under one name.
    pub fn entry(&self, folder: &Path, name: &str) -> Entry {
        self.list(folder).get(name).copied().unwrap_or_default()
    }

    fn read(&self, folder: &Path) -> Listing {
        let mut listing = Listing::default();
        for item in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let Ok(name) = item.file_name().into_string() else {
                continue;
            };
            let kind = item.file_type().ok().filter(|kind| !kind.is_symlink());
            let is_folder = match kind {
                Some(kind) => kind.is_dir(),
                None => match item.path().metadata() {
                    Ok(metadata) => metadata.is_dir(),
                    Err(_) => continue,
                },
            };
            let (stem, suffix) = name.split_once('.').unwrap_or((name.as_str(), ""));
            let kind = match suffix {
                "" if is_folder => Entry {
                    folder: true,
                    ..Entry::default()
                },
                _ if is_folder => continue,
                "py" => Entry {
                    source: true,
                    is_link: kind.is_none(),
                    ..Entry::default()
                },
                "pyc" => Entry {
                    bytecode: true,
                    ..Entry::default()
                },
                suffix if is_native(suffix, self.version) => Entry {
                    native: true,
                    ..Entry::default()
                },
                _ => continue,
            };
            let entry = listing.entry(stem.to_owned()).or_default();
            entry.folder |= kind.folder;
            entry.native |= kind.native;
            entry.source |= kind.source;
            entry.is_link |= kind.is_link;
            entry.bytecode |= kind.bytecode;
        }
        listing
    }
}

/// Whether `.suffix` is one of an extension module that an interpreter of this version (any, if unknown) loads:
/// `so`, `abi3.so`, `cpython-312-x86_64-linux-gnu.so`, `cp312-win_amd64.pyd` and the like.
fn is_native(suffix: &str, version: Option<(u8, u8)>) -> bool {
    let tag = match suffix.rsplit_once('.') {
        None => return matches!(suffix, "so" | "pyd"),
        Some((tag, "so" | "pyd")) => tag,
        Some(_) => return false,
    };
    let Some(number) = tag.strip_prefix("cpython-").or_else(|| tag.strip_prefix("cp")) else {
        return matches!(tag, "abi3" | "abi3t") || tag.starts_with("pypy") || tag.starts_with("graalpy");
    };
    let digits = number
        .split(|next: char| !next.is_ascii_digit())
        .next()
        .unwrap_or_default();
    !digits.is_empty() && version.is_none_or(|(major, minor)| digits == format!("{major}{minor}"))
}

#[cfg(test)]
mod tests {
    use super::is_native;

    #[test]
    fn suffixes_of_extension_modules() {
        for suffix in [
            "so",
            "pyd",
            "abi3.so",
            "cpython-312-x86_64-linux-gnu.so",
            "cpython-312-darwin.so",
            "cp312-win_amd64.pyd",
            "cpython-312t-x86_64-linux-gnu.so",
            "pypy310-pp73-x86_64-linux-gnu.so",
        ] {
            assert!(is_native(suffix, Some((3, 12))) && is_native(suffix, None), "{suffix}");
        }
        for suffix in [
            "so.1",
            "cpython-311-darwin.so",
            "cpython-31-darwin.so",
            "cp3-win32.pyd",
            "dll",
            "foo.so",
        ] {
            assert!(!is_native(suffix, Some((3, 12))), "{suffix}");
        }
        assert!(is_native("cpython-311-darwin.so", None));
        assert!(!is_native("cpython-x.so", None));
    }
}
