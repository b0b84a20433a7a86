//! What installed distributions say of themselves: the entry points that another tool finds by their metadata.
use std::fs::read_dir;
use std::path::{Path, PathBuf};

use super::OtherFile;
use super::cache::stamp_of;

/// The ends of the names of the folders that hold metadata of a distribution, by the standard for installed projects and by setuptools.
/// Not in `rules/`: they are of the format.
const METADATA: [&str; 2] = [".dist-info", ".egg-info"];

/// The lists of entry points of what is installed in some folders, sorted; none of them is read. A project that is installed says there
/// what its build made of its own settings.
pub fn entry_point_lists(folders: &[PathBuf]) -> Vec<OtherFile> {
    let mut found: Vec<OtherFile> = folders.iter().flat_map(|folder| lists_in(folder)).collect();
    found.sort_unstable_by(|left, right| left.path.cmp(&right.path));
    found
}

fn lists_in(folder: &Path) -> impl Iterator<Item = OtherFile> {
    let entries = read_dir(folder).into_iter().flatten().flatten();
    let is_metadata = |name: &str| METADATA.iter().any(|end| name.ends_with(end));
    entries
        .filter(move |entry| entry.file_name().to_str().is_some_and(is_metadata))
        .map(|entry| entry.path().join("entry_points.txt"))
        .filter_map(|path| {
            let stamp = stamp_of(&path);
            stamp.is_some().then_some(OtherFile {
                path,
                stamp,
                is_configuration: true,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_what_is_installed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["app-1.0.dist-info", "old.egg-info", "app", "bare-2.dist-info"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["app-1.0.dist-info", "old.egg-info", "app"] {
            let text = "[app.readers]\ncsv = app.plugins:CsvReader\n";
            std::fs::write(folder.path().join(name).join("entry_points.txt"), text).unwrap();
        }
        let found = entry_point_lists(&[folder.path().to_owned(), folder.path().join("gone")]);
        let folders: Vec<&str> = found
            .iter()
            .filter_map(|list| list.path.parent()?.file_name()?.to_str())
            .collect();
        assert_eq!(folders, ["app-1.0.dist-info", "old.egg-info"]);
    }
}
