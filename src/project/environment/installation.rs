//! How a Python is laid out on disk: POSIX prefixes, Debian, Windows, conda. Knows no variables but those it is handed.
use std::path::{Path, PathBuf};

use super::Surroundings;

/// A Python as it lies on disk, before its `.pth` files are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Installation {
    pub version: Option<(u8, u8)>,
    pub stdlib: Option<PathBuf>,
    /// In the order of `sys.path`; existing folders only.
    pub site: Vec<PathBuf>,
}

/// The Python that is installed in a prefix, its user's own packages included.
pub(super) fn base(prefix: &Path, version: Option<(u8, u8)>, surroundings: &Surroundings) -> Option<Installation> {
    let (stdlib, version) = standard_library(prefix, version)?;
    let user = surroundings
        .home
        .as_deref()
        .into_iter()
        .flat_map(|home| user_site(home, version));
    let site = user.chain(site_folders(prefix, version)).collect();
    Some(Installation {
        version,
        stdlib: Some(stdlib),
        site,
    })
}

/// The folder of the standard library below a prefix, and its version; the wanted one, else the newest.
fn standard_library(prefix: &Path, wanted: Option<(u8, u8)>) -> Option<(PathBuf, Option<(u8, u8)>)> {
    let windows = prefix.join("Lib");
    if windows.join("os.py").is_file() && prefix.join("Lib/site-packages").is_dir() && !prefix.join("bin").is_dir() {
        return Some((windows, wanted.or_else(|| version_of_library_file(prefix))));
    }
    versioned_folders(prefix)
        .into_iter()
        .filter(|(folder, version)| folder.join("os.py").is_file() && wanted.is_none_or(|wanted| *version == wanted))
        .max_by(|left, right| left.1.cmp(&right.1).then_with(|| right.0.cmp(&left.0)))
        .map(|(folder, version)| (folder, Some(version)))
}

/// The folders of installed packages below a prefix, virtual or not, that exist. Debian's are there only with its layout.
pub(super) fn site_folders(prefix: &Path, version: Option<(u8, u8)>) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let of_version: Vec<PathBuf> = versioned_folders(prefix)
        .into_iter()
        .filter(|(_, found)| version.is_none_or(|version| version == *found))
        .map(|(folder, _)| folder)
        .collect();
    if let Some((major, minor)) = version {
        folders.push(prefix.join(format!("local/lib/python{major}.{minor}/dist-packages")));
    }
    folders.push(prefix.join("lib/python3/dist-packages"));
    folders.extend(of_version.iter().map(|folder| folder.join("dist-packages")));
    folders.extend(of_version.iter().map(|folder| folder.join("site-packages")));
    folders.push(prefix.join("Lib/site-packages"));
    distinct(folders)
}

fn user_site(home: &Path, version: Option<(u8, u8)>) -> Vec<PathBuf> {
    let Some((major, minor)) = version else {
        return Vec::new();
    };
    distinct(vec![
        home.join(format!(".local/lib/python{major}.{minor}/site-packages")),
        home.join(format!("Library/Python/{major}.{minor}/lib/python/site-packages")),
    ])
}

/// The folders that exist, each once: `lib64` is often a link to `lib`, and file systems may ignore case.
fn distinct(folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = Vec::new();
    folders
        .into_iter()
        .filter(|folder| {
            let real = folder
                .canonicalize()
                .ok()
                .filter(|real| real.is_dir() && !seen.contains(real));
            real.map(|real| seen.push(real)).is_some()
        })
        .collect()
}

/// `lib/python3.12` and the like (`lib64`, free-threaded `python3.13t`, `pypy3.10`), sorted by path.
fn versioned_folders(prefix: &Path) -> Vec<(PathBuf, (u8, u8))> {
    let mut folders: Vec<(PathBuf, (u8, u8))> = ["lib", "lib64"]
        .iter()
        .filter_map(|name| std::fs::read_dir(prefix.join(name)).ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .filter_map(|entry| Some((entry.path(), version_in(entry.file_name().to_str()?)?)))
        .filter(|(folder, _)| folder.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The version of a Windows installation, whose folders do not say it: that of its `python312.dll`.
fn version_of_library_file(prefix: &Path) -> Option<(u8, u8)> {
    let names = std::fs::read_dir(prefix)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let minors = names.filter_map(|name| name.strip_prefix("python3")?.strip_suffix(".dll")?.parse::<u8>().ok());
    minors.max().map(|minor| (3, minor))
}

/// The version at the end of `python3.12`, `python3.13t`, `pypy3.10`.
pub(super) fn version_in(name: &str) -> Option<(u8, u8)> {
    let number = name.strip_prefix("python").or_else(|| name.strip_prefix("pypy"))?;
    version(number.strip_suffix(".exe").unwrap_or(number).trim_end_matches('t'))
}

/// `3.12`, `3.12.1`, `3.15.0a1` into the first two numbers.
pub(super) fn version(text: &str) -> Option<(u8, u8)> {
    let mut parts = text.trim().split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_in_names() {
        assert_eq!(version_in("python3.12"), Some((3, 12)));
        assert_eq!(version_in("python3.13t"), Some((3, 13)));
        assert_eq!(version_in("pypy3.10"), Some((3, 10)));
        assert_eq!(version_in("python3.11.exe"), Some((3, 11)));
        assert_eq!(version("3.15.0a1"), Some((3, 15)));
        for name in ["python3", "python", "python3.12-config", "perl5.3"] {
            assert_eq!(version_in(name), None, "{name}");
        }
    }
}
