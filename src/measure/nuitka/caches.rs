//! The cache layers: where each is, what it holds, and the environment that makes a build use it.
use std::path::{Path, PathBuf};

use super::super::compilation::{Held, Key};
use super::super::worth::Layer;
use super::c_tool::CTool;
use super::{BuildError, BuildOrder, failure, files};
use crate::process::Job;

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folders {
    /// All of it.
    pub root: PathBuf,
    /// What is being built; renamed once it is complete.
    pub fresh: PathBuf,
}

impl Folders {
    pub fn new(order: &BuildOrder) -> Folders {
        Folders {
            // Beside the result, so that it only has to be renamed.
            fresh: order.output_dir.join(".building"),
            root: order.cache_dir.clone(),
        }
    }

    /// The folder of a layer.
    pub fn layer(&self, layer: Layer) -> PathBuf {
        match layer {
            Layer::Wheels => wheels(),
            _ => self.root.join(layer.name()),
        }
    }

    /// What ccache logs in this build alone.
    pub fn log(&self) -> PathBuf {
        self.fresh.join("ccache-stats.log")
    }

    /// Keeps the caches out of the project's history.
    pub fn prepare(&self) -> Result<(), BuildError> {
        let ignored = self.root.join(".gitignore");
        std::fs::write(&ignored, "*\n").map_err(|error| failure(&ignored, &error))
    }

    /// The key of the last build; `None` where there was none.
    pub fn last_key(&self) -> Option<Key> {
        serde_json::from_str(&std::fs::read_to_string(self.root.join("last-key.json")).ok()?).ok()
    }

    /// Remembers the key.
    pub fn remember(&self, key: &Key) -> Result<(), BuildError> {
        let path = self.root.join("last-key.json");
        let text = serde_json::to_string_pretty(key).unwrap_or_default();
        std::fs::write(&path, text).map_err(|error| failure(&path, &error))
    }

    /// What each layer holds.
    pub fn held(&self, used: &[Layer]) -> Vec<Held> {
        let held = |layer: Layer| {
            let folder = self.layer(layer);
            let (files, bytes) = files::size(&folder);
            Held {
                layer,
                is_used: used.contains(&layer),
                folder: folder.display().to_string(),
                files,
                bytes,
            }
        };
        Layer::ALL.into_iter().map(held).collect()
    }
}

/// What uv keeps, else what pip keeps.
fn wheels() -> PathBuf {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = variable("XDG_CACHE_HOME")
        .or_else(|| Some(variable("HOME")?.join(".cache")))
        .unwrap_or_default();
    let candidates = [
        variable("UV_CACHE_DIR"),
        variable("PIP_CACHE_DIR"),
        Some(home.join("uv")),
        Some(home.join("pip")),
    ];
    let there = candidates.into_iter().flatten().find(|folder| folder.is_dir());
    there.unwrap_or_else(|| home.join("pip"))
}

/// A job of Nuitka with the layers switched on or off.
pub(super) fn with_layers(job: Job, folders: &Folders, layers: &[Layer], base: &Path, c_tool: &CTool) -> Job {
    let mut job = job;
    let has = |layer: Layer| layers.contains(&layer);
    if has(Layer::Nuitka) {
        job = job.env("NUITKA_CACHE_DIR", folders.layer(Layer::Nuitka));
    } else {
        // One that starts empty: some of it cannot be switched off.
        job = job.env("NUITKA_CACHE_DIR", folders.fresh.join("no-cache"));
    }
    if !has(Layer::Ccache) {
        return job.env("CCACHE_DISABLE", "1");
    }
    let objects = folders.layer(Layer::Ccache);
    // Paths below the workspace are hashed as if they were relative, so that it may be moved.
    match c_tool {
        CTool::Clcache => job.env("CLCACHE_DIR", objects).env("CLCACHE_BASEDIR", base),
        CTool::Sccache(program) => job
            .env("NUITKA_CCACHE_BINARY", program)
            .env("SCCACHE_DIR", objects)
            .env("SCCACHE_BASEDIR", base),
        CTool::Ccache | CTool::Fetched | CTool::None => job
            .env("CCACHE_DIR", objects)
            .env("CCACHE_STATSLOG", folders.log())
            .env_remove("CCACHE_DISABLE")
            .env("CCACHE_BASEDIR", base)
            .env("CCACHE_NOHASHDIR", "1"),
    }
}

/// The folder whose place must not matter: what the project and the caches have in common; the project, where that is
/// nothing but the root.
pub(super) fn base(project: &Path, cache: &Path) -> PathBuf {
    let common: PathBuf = project
        .components()
        .zip(cache.components())
        .take_while(|(one, other)| one == other)
        .map(|(part, _)| part)
        .collect();
    if common.components().count() > 1 {
        common
    } else {
        project.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_what_moves_together() {
        let base = |project: &str, cache: &str| base(Path::new(project), Path::new(cache)).display().to_string();
        assert_eq!(base("/w/app", "/w/app/.dormant-build"), "/w/app");
        assert_eq!(base("/w/app", "/w/caches"), "/w");
        assert_eq!(base("/w/app", "/tmp/c"), "/w/app");
    }

    #[test]
    fn layers_are_switched_by_the_environment() {
        let folders = Folders {
            root: "/c".into(),
            fresh: "/c/fresh".into(),
        };
        let with = |layers: &[Layer], c_tool: &CTool| {
            let job = with_layers(Job::new("x"), &folders, layers, Path::new("/w"), c_tool);
            let line = |(key, value): &(std::ffi::OsString, Option<std::ffi::OsString>)| {
                format!(
                    "{}={}",
                    key.display(),
                    value.as_ref().map_or("-".into(), |value| value.display().to_string())
                )
            };
            job.environment().iter().map(line).collect::<Vec<_>>().join(" ")
        };
        let shown = |layers: &[Layer]| with(layers, &CTool::Ccache);
        assert_eq!(shown(&[]), "NUITKA_CACHE_DIR=/c/fresh/no-cache CCACHE_DISABLE=1");
        assert_eq!(
            shown(&[Layer::Nuitka, Layer::Ccache]),
            "NUITKA_CACHE_DIR=/c/nuitka CCACHE_DIR=/c/ccache CCACHE_STATSLOG=/c/fresh/ccache-stats.log CCACHE_DISABLE=- \
             CCACHE_BASEDIR=/w CCACHE_NOHASHDIR=1"
        );
        let other = |c_tool| with(&[Layer::Nuitka, Layer::Ccache], &c_tool);
        assert_eq!(
            other(CTool::Clcache),
            "NUITKA_CACHE_DIR=/c/nuitka CLCACHE_DIR=/c/ccache CLCACHE_BASEDIR=/w"
        );
        assert_eq!(
            other(CTool::Sccache("/b/sccache".into())),
            "NUITKA_CACHE_DIR=/c/nuitka NUITKA_CCACHE_BINARY=/b/sccache SCCACHE_DIR=/c/ccache SCCACHE_BASEDIR=/w"
        );
    }
}
