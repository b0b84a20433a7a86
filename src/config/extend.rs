//! `extend`: a configuration on top of another one, whose values count where it says nothing.
use std::path::{Component, Path, PathBuf};

use super::paths::{below, is_command};
use super::{ConfigError, RawSettings, read};

/// The settings of a file with those that it extends beneath, and the files that it extends, nearest first. Paths are absolute
/// but for what is a bare command.
///
/// # Errors
/// A file that is not there, says nothing, or extends itself.
pub(super) fn whole(path: &Path, raw: RawSettings) -> Result<(RawSettings, Vec<PathBuf>), ConfigError> {
    let mut merged = placed(path, raw);
    let mut seen = vec![path.to_path_buf()];
    while let Some(next) = merged.extend.take() {
        let last = seen.last().map_or(path, PathBuf::as_path).to_path_buf();
        let wrong = |message: String| ConfigError {
            path: last.clone(),
            line: super::sound::line(&last, "extend"),
            message,
        };
        if seen.contains(&next) {
            return Err(wrong(format!("extend: {} extends itself", next.display())));
        }
        let text = read::text(&next)?.ok_or_else(|| wrong(format!("extend: {}: no such file", next.display())))?;
        let base = read::settings(&next, &text)?
            .ok_or_else(|| wrong(format!("extend: {} has no table [tool.dormant]", next.display())))?;
        merged = over(merged, placed(&next, base));
        seen.push(next);
    }
    seen.remove(0);
    Ok((merged, seen))
}

/// The settings with paths counted from the file that they stand in.
fn placed(path: &Path, raw: RawSettings) -> RawSettings {
    let folder = path.parent().unwrap_or(Path::new(""));
    let one = |path: PathBuf| plain(&below(folder, &path));
    let all = |paths: Option<Vec<PathBuf>>| paths.map(|paths| paths.into_iter().map(one).collect());
    RawSettings {
        extend: raw.extend.map(one),
        profile: raw.profile.map(one),
        python: raw.python.map(|python| match is_command(folder, &python) {
            true => python,
            false => one(python),
        }),
        src: all(raw.src),
        search_path: all(raw.search_path),
        tests: all(raw.tests),
        evidence: all(raw.evidence),
        rules: all(raw.rules),
        ..raw
    }
}

/// A path without `..`, so that a file has one name; as the names say, not as links lead.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let is_below = matches!(plain.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::ParentDir if is_below => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

/// `upper` where it says something, else `base`. Every key is named, so that a new one is not forgotten.
fn over(upper: RawSettings, base: RawSettings) -> RawSettings {
    let RawSettings {
        extend: _,
        heavy,
        extend_heavy,
        profile,
        profile_threshold_ms,
        eager,
        src,
        python,
        search_path,
        target_version,
        strategies,
        annotations,
        library,
        exclude,
        tests,
        entry_points,
        budget_ms,
        evidence,
        rules,
        accept,
        strict,
        add_noqa,
        per_file_ignores,
    } = upper;
    RawSettings {
        extend: base.extend,
        heavy: heavy.or(base.heavy),
        extend_heavy: extend_heavy.or(base.extend_heavy),
        profile: profile.or(base.profile),
        profile_threshold_ms: profile_threshold_ms.or(base.profile_threshold_ms),
        eager: eager.or(base.eager),
        src: src.or(base.src),
        python: python.or(base.python),
        search_path: search_path.or(base.search_path),
        target_version: target_version.or(base.target_version),
        strategies: strategies.or(base.strategies),
        annotations: annotations.or(base.annotations),
        library: library.or(base.library),
        exclude: exclude.or(base.exclude),
        tests: tests.or(base.tests),
        entry_points: entry_points.or(base.entry_points),
        budget_ms: budget_ms.or(base.budget_ms),
        evidence: evidence.or(base.evidence),
        rules: rules.or(base.rules),
        accept: accept.or(base.accept),
        strict: strict.or(base.strict),
        add_noqa: add_noqa.or(base.add_noqa),
        per_file_ignores: per_file_ignores.or(base.per_file_ignores),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Overrides, load};

    fn loaded(files: &[(&str, &str)], at: &str) -> (tempfile::TempDir, Result<super::super::Settings, String>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let settings = load(&folder.path().join(at), None, &Overrides::default());
        let settings = settings.map_err(|error| error.to_string().replace(&folder.path().display().to_string(), ""));
        (folder, settings)
    }

    #[test]
    fn what_is_not_said_comes_from_below() {
        let files = [
            ("base.toml", "heavy = ['a']\neager = ['z']\nsearch-path = ['vendor']\n"),
            (
                "shared/dormant.toml",
                "extend = '../base.toml'\nheavy = ['b']\nrules = ['r.toml']\n",
            ),
            ("shared/r.toml", ""),
            (
                "packages/x/pyproject.toml",
                "[tool.dormant]\nextend = '../../shared/dormant.toml'\nextend-heavy = ['c']\n",
            ),
        ];
        let (folder, settings) = loaded(&files, "packages/x");
        let settings = settings.unwrap();
        assert_eq!(settings.heavy, Some(vec!["b".to_owned()]));
        assert_eq!(settings.extend_heavy, ["c"]);
        assert_eq!(settings.eager, ["z"]);
        assert_eq!(settings.root, folder.path().join("packages/x"));
        assert_eq!(settings.search_path, [folder.path().join("vendor")]);
        assert_eq!(settings.rules, [folder.path().join("shared/r.toml")]);
        let names: Vec<_> = settings.extended.iter().filter_map(|path| path.file_name()).collect();
        assert_eq!(names, ["dormant.toml", "base.toml"]);
    }

    #[test]
    fn what_cannot_be_extended_is_told_with_its_line() {
        let wrong = |files: &[(&str, &str)]| loaded(files, "a").1.unwrap_err();
        let own = [("a/dormant.toml", "heavy = []\nextend = 'dormant.toml'\n")];
        assert_eq!(wrong(&own), "/a/dormant.toml:2: extend: /a/dormant.toml extends itself");
        let none = [("a/dormant.toml", "extend = '../b.toml'\n")];
        assert_eq!(wrong(&none), "/a/dormant.toml:1: extend: /b.toml: no such file");
        let empty = [
            ("a/dormant.toml", "extend = '../pyproject.toml'\n"),
            ("pyproject.toml", "[project]\n"),
        ];
        assert_eq!(
            wrong(&empty),
            "/a/dormant.toml:1: extend: /pyproject.toml has no table [tool.dormant]"
        );
    }
}
