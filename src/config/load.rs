//! The built settings: defaults, the file and the flags laid over each other, with paths made absolute.
//!
//! Knows where each value comes from, so that it can be explained; decides nothing about what an absent value means.
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::paths::{below, is_command};
use super::ruff::Ruff;
use super::{ConfigError, Origin, Overrides, RawSettings, Settings, extend, linters, locate, sound, style, workspace};

/// The settings that count for `start` (a file or folder). The configuration is `config_flag` where given, else the nearest one
/// upward from `start`: a dormant.toml, or a pyproject.toml with `[tool.dormant]`; in one folder dormant.toml wins.
///
/// # Errors
/// A configuration that cannot be read, is not TOML, or has a key or value that means nothing: with its line.
pub fn load(start: &Path, config_flag: Option<&Path>, overrides: &Overrides) -> Result<Settings, ConfigError> {
    let start = absolute(start)?;
    let start = if start.is_dir() {
        start.as_path()
    } else {
        start.parent().unwrap_or(&start)
    };
    let found = match config_flag {
        Some(path) => Some(locate::named(&absolute(path)?)?),
        None => locate::configuration(start)?,
    };
    let (file, raw, extended) = match found {
        Some((path, raw)) => {
            let own = patterns(&raw);
            let (raw, extended) = extend::whole(&path, raw)?;
            let inherited = patterns(&raw).into_iter().filter(|key| !own.contains(key)).collect();
            (Some(path), raw, (extended, inherited))
        }
        None => (None, RawSettings::default(), (Vec::new(), Vec::new())),
    };
    let folder = file
        .as_deref()
        .and_then(Path::parent)
        .or_else(|| locate::marked(start).map(|marked| workspace::around(marked).unwrap_or(marked)))
        .unwrap_or(start);
    let mut settings = built(folder, file.clone(), raw);
    (settings.extended, settings.inherited) = extended;
    lay_over(&mut settings, overrides)?;
    let members = workspace::members(folder);
    let project = with_members(nearest_manifest(start, folder), start == folder, &members);
    if !members.is_empty() {
        settings.workspace = std::iter::once(folder.to_owned()).chain(members).collect();
    }
    settings.requires_python = project.requires_python;
    settings.scripts = project.scripts;
    settings.commands = project.commands;
    settings.unreadable_requires = project.unreadable;
    let ruff = Ruff::find(start);
    settings.import_style = style::import_style(start, ruff.as_ref());
    settings.plugins = project.plugins;
    settings.offered = project.offered;
    settings.required = project.required;
    settings.modules = project.modules;
    settings.inline_imports_forbidden = linters::inline_imports_forbidden(start, ruff.as_ref());
    settings.inline_imports_wanted = linters::inline_imports_wanted(ruff.as_ref());
    settings.linter_exclude = ruff.iter().flat_map(Ruff::left_out).collect();
    settings.ruff = ruff.as_ref().and_then(Ruff::file).map(Path::to_owned);
    sound::check(&settings)?;
    Ok(settings)
}

/// The keys with patterns of modules or files that are given.
fn patterns(raw: &RawSettings) -> Vec<&'static str> {
    let given = [
        raw.heavy.is_some(),
        raw.extend_heavy.is_some(),
        raw.eager.is_some(),
        raw.per_file_ignores.is_some(),
    ];
    let keys = Settings::PATTERNS.into_iter().zip(given);
    keys.filter(|(_, is_given)| *is_given).map(|(key, _)| key).collect()
}

/// The file's values, its paths counted from `root`.
fn built(root: &Path, file: Option<PathBuf>, raw: RawSettings) -> Settings {
    let given = [
        ("heavy", raw.heavy.is_some()),
        ("extend-heavy", raw.extend_heavy.is_some()),
        ("profile", raw.profile.is_some()),
        ("profile-threshold-ms", raw.profile_threshold_ms.is_some()),
        ("eager", raw.eager.is_some()),
        ("src", raw.src.is_some()),
        ("python", raw.python.is_some()),
        ("search-path", raw.search_path.is_some()),
        ("target-version", raw.target_version.is_some()),
        ("strategies", raw.strategies.is_some()),
        ("annotations", raw.annotations.is_some()),
        ("library", raw.library.is_some()),
        ("exclude", raw.exclude.is_some()),
        ("tests", raw.tests.is_some()),
        ("entry-points", raw.entry_points.is_some()),
        ("budget-ms", raw.budget_ms.is_some()),
        ("evidence", raw.evidence.is_some()),
        ("rules", raw.rules.is_some()),
        ("accept", raw.accept.is_some()),
        ("strict", raw.strict.is_some()),
        ("add-noqa", raw.add_noqa.is_some()),
        ("per-file-ignores", raw.per_file_ignores.is_some()),
    ];
    let paths = |list: Option<Vec<PathBuf>>| list.map(|list| list.iter().map(|path| below(root, path)).collect());
    Settings {
        root: root.to_path_buf(),
        file,
        heavy: raw.heavy,
        extend_heavy: raw.extend_heavy.unwrap_or_default(),
        profile: raw.profile.map(|profile| below(root, &profile)),
        profile_threshold_ms: raw.profile_threshold_ms,
        eager: raw.eager.unwrap_or_default(),
        src: paths(raw.src),
        python: raw.python.map(|python| {
            if is_command(root, &python) {
                python
            } else {
                below(root, &python)
            }
        }),
        search_path: paths(raw.search_path).unwrap_or_default(),
        target_version: raw.target_version,
        strategies: raw.strategies,
        annotations: raw.annotations,
        library: raw.library,
        exclude: raw.exclude.unwrap_or_default(),
        tests: paths(raw.tests),
        entry_points: raw.entry_points.unwrap_or_default(),
        budget_ms: raw.budget_ms,
        evidence: paths(raw.evidence),
        rules: paths(raw.rules).unwrap_or_default(),
        accept: raw.accept.unwrap_or_default(),
        strict: raw.strict.unwrap_or_default(),
        add_noqa: raw.add_noqa.unwrap_or_default(),
        per_file_ignores: raw.per_file_ignores.unwrap_or_default().into_iter().collect(),
        origins: given
            .into_iter()
            .filter(|(_, is_given)| *is_given)
            .map(|(key, _)| (key, Origin::File))
            .collect(),
        ..Settings::default()
    }
}

/// The flags' values over the file's.
fn lay_over(settings: &mut Settings, flags: &Overrides) -> Result<(), ConfigError> {
    let paths = |list: &Option<Vec<PathBuf>>| -> Result<Option<Vec<PathBuf>>, ConfigError> {
        list.as_ref()
            .map(|list| list.iter().map(|path| absolute(path)).collect())
            .transpose()
    };
    let mut origins = std::mem::take(&mut settings.origins);
    let mut set = |key: &'static str| origins.insert(key, Origin::Flag);
    if let Some(heavy) = &flags.heavy {
        settings.heavy = Some(heavy.clone());
        settings.extend_heavy.clear();
        set("heavy");
    }
    if let Some(profile) = &flags.profile {
        settings.profile = Some(absolute(profile)?);
        settings.heavy = None;
        settings.extend_heavy.clear();
        set("profile");
    }
    if let Some(eager) = &flags.eager {
        settings.eager = eager.clone();
        set("eager");
    }
    if let Some(src) = paths(&flags.src)? {
        settings.src = Some(src);
        set("src");
    }
    if let Some(python) = &flags.python {
        settings.python = Some(if is_command(Path::new(""), python) {
            python.clone()
        } else {
            absolute(python)?
        });
        set("python");
    }
    if let Some(search_path) = paths(&flags.search_path)? {
        settings.search_path = search_path;
        set("search-path");
    }
    if let Some(version) = flags.target_version {
        settings.target_version = Some(version);
        set("target-version");
    }
    if let Some(strategies) = &flags.strategies {
        settings.strategies = Some(strategies.clone());
        set("strategies");
    }
    if let Some(annotations) = flags.annotations {
        settings.annotations = Some(annotations);
        set("annotations");
    }
    if flags.strict {
        settings.strict = true;
        set("strict");
    }
    if flags.add_noqa {
        settings.add_noqa = true;
        set("add-noqa");
    }
    if let Some(exclude) = &flags.exclude {
        settings.exclude = exclude.clone();
        set("exclude");
    }
    if let Some(tests) = paths(&flags.tests)? {
        settings.tests = Some(tests);
        set("tests");
    }
    if flags.heavy.is_some() || flags.profile.is_some() {
        origins.remove("extend-heavy");
    }
    if flags.profile.is_some() {
        origins.remove("heavy");
    }
    if let Some(more) = &flags.extend_heavy {
        settings.extend_heavy.extend(more.iter().cloned());
        let both = origins.get("extend-heavy") == Some(&Origin::File);
        origins.insert("extend-heavy", if both { Origin::FileAndFlag } else { Origin::Flag });
    }
    settings.origins = origins;
    Ok(())
}

/// The nearest description of a project from `start` upward, not above `root` where that lies above `start`.
fn nearest_manifest(start: &Path, root: &Path) -> Manifest {
    let upward = start
        .ancestors()
        .take_while(|folder| !root.starts_with(folder) || *folder == root);
    let folders = upward.chain(std::iter::once(root));
    folders.into_iter().find_map(manifest::in_folder).unwrap_or_default()
}

/// A project with what its workspace's members declare: their commands start modules of the same program. Where the whole of it is
/// looked at, the oldest Python of them counts.
fn with_members(mut project: Manifest, is_whole: bool, members: &[PathBuf]) -> Manifest {
    for member in members.iter().filter_map(|member| manifest::in_folder(member)) {
        project.scripts.extend(member.scripts);
        project.commands.extend(member.commands);
        project.plugins.extend(member.plugins);
        project.offered.extend(member.offered);
        project.required.extend(member.required);
        project.modules.extend(member.modules);
        if is_whole {
            let both = [project.requires_python, member.requires_python];
            project.requires_python = both.into_iter().flatten().min();
        }
    }
    for names in [
        &mut project.scripts,
        &mut project.commands,
        &mut project.plugins,
        &mut project.offered,
        &mut project.required,
        &mut project.modules,
    ] {
        names.sort();
        names.dedup();
    }
    project
}

fn absolute(path: &Path) -> Result<PathBuf, ConfigError> {
    let absolute = std::path::absolute(path).map_err(|error| ConfigError::whole(path, error.to_string()))?;
    Ok(absolute.components().collect())
}

#[cfg(test)]
mod tests;
