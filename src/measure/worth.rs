//! What cache layers are worth for one program on one machine, as plain data. Seconds are of processor time.
use serde::{Deserialize, Serialize};

/// What a build found when it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Nothing of it in any cache.
    Cold,
    /// Everything, and nothing has changed.
    Unchanged,
    /// Everything but for one source.
    OneFile,
    /// Everything but for some sources.
    Sources,
    /// Caches that were filled elsewhere: the project lies in another folder.
    Restored,
    /// Caches of other options, dependencies or tools.
    Other,
}

/// A kind of build, as it was seen last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Seen {
    /// The kind.
    pub kind: Kind,
    /// Processor time; `None` where no such build was seen.
    pub cpu_s: Option<f64>,
    /// By the clock.
    pub wall_s: Option<f64>,
    /// Hits of the C cache, and all that was asked of it.
    pub hits: Option<(u64, u64)>,
    /// How many per cent less processor time than a cold build.
    pub saved_percent: Option<f64>,
    /// Whether that was not seen here, but is to be expected by what was seen of other programs.
    pub is_expected: bool,
    /// What others have published for builds of this kind.
    pub published_percent: Option<f64>,
}

/// What a layer costs and saves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Worth {
    /// The layer.
    pub layer: Layer,
    /// What it takes to fill it.
    pub fill: Amount,
    /// What it saves when nothing has changed.
    pub unchanged: Amount,
    /// What it saves when one source has changed.
    pub one_file: Amount,
    /// What it saves in a fresh clone, once it is restored there.
    pub restored: Amount,
    /// What is to be said of it.
    pub note: Option<String>,
}

/// Seconds of processor time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Amount {
    /// `None` where nothing is known.
    pub cpu_s: Option<f64>,
    /// Whether it was not seen here, but is to be expected by what was seen of other programs.
    pub is_expected: bool,
}

/// A cache that a build goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// What pip and uv have downloaded and built.
    Wheels,
    /// What Nuitka keeps: bytecode, results of its analysis, tools.
    Nuitka,
    /// Dependencies compiled beforehand, each an extension module.
    Precompiled,
    /// Compiled C, by ccache.
    Ccache,
}

impl Layer {
    /// All, in the order in which a build meets them.
    pub const ALL: [Layer; 4] = [Layer::Wheels, Layer::Nuitka, Layer::Precompiled, Layer::Ccache];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Wheels => "wheels",
            Layer::Nuitka => "nuitka",
            Layer::Precompiled => "precompiled",
            Layer::Ccache => "ccache",
        }
    }
}
