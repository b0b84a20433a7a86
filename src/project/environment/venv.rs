//! Virtual environments: their pyvenv.cfg, and the base installation it points at.
use std::path::{Path, PathBuf};

use super::Surroundings;
use super::installation::{self, Installation};

/// The virtual environment in `folder`, or `None` where there is no pyvenv.cfg.
pub(super) fn read(folder: &Path, surroundings: &Surroundings) -> Option<Installation> {
    let bytes = std::fs::read(folder.join("pyvenv.cfg")).ok()?;
    let settings = Settings(String::from_utf8_lossy(&bytes).into_owned());
    let named = settings
        .get("version")
        .or_else(|| settings.get("version_info"))
        .and_then(installation::version);
    let base = base_prefixes(folder, &settings, named)
        .iter()
        .find_map(|at| installation::base(at, named, surroundings));
    let version = named.or(base.as_ref().and_then(|base| base.version));
    let mut site = installation::site_folders(folder, version);
    if settings
        .get("include-system-site-packages")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    {
        site.extend(base.iter().flat_map(|base| base.site.clone()));
    }
    Some(Installation {
        version,
        stdlib: base.and_then(|base| base.stdlib),
        site,
    })
}

/// Where the base installation may be, the likeliest first.
fn base_prefixes(folder: &Path, settings: &Settings, version: Option<(u8, u8)>) -> Vec<PathBuf> {
    let mut prefixes: Vec<PathBuf> = settings
        .get("base-prefix")
        .map(|prefix| folder.join(prefix))
        .into_iter()
        .collect();
    let mut interpreters: Vec<PathBuf> = ["base-executable", "executable"]
        .iter()
        .filter_map(|key| settings.get(key))
        .map(|path| folder.join(path))
        .collect();
    if let Some(home) = settings.get("home") {
        let home = folder.join(home);
        prefixes.extend(home.parent().map(Path::to_owned));
        prefixes.push(home.clone());
        interpreters.extend(version.map(|(major, minor)| home.join(format!("python{major}.{minor}"))));
        interpreters.extend(["python3", "python"].map(|name| home.join(name)));
    }
    for real in interpreters.iter().filter_map(|path| path.canonicalize().ok()) {
        prefixes.extend(real.ancestors().skip(1).take(2).map(Path::to_owned));
    }
    prefixes
}

/// The text of a pyvenv.cfg: `key = value` lines.
struct Settings(String);

impl Settings {
    /// The first value of a key, case ignored; `None` where it is empty.
    fn get(&self, key: &str) -> Option<&str> {
        let lines = self.0.lines().filter_map(|line| line.split_once('='));
        let values = lines
            .filter(|(name, _)| name.trim().eq_ignore_ascii_case(key))
            .map(|(_, value)| value.trim());
        values.into_iter().next().filter(|value| !value.is_empty())
    }
}
