//! Settings from `pyproject.toml`, `dormant.toml` and the command line.
//!
//! Reads configuration files only; it knows nothing of Python sources, of packages or of what the settings are used for.
mod accept;
mod annotations;
mod declared;
mod distributions;
mod error;
mod extend;
mod ini;
mod linters;
mod load;
mod locate;
mod manifest;
mod overrides;
mod paths;
mod pytest;
mod python_version;
mod raw;
mod read;
mod requirement;
mod ruff;
mod schema;
mod scripts;
mod settings;
mod setuptools;
mod show;
mod sound;
mod style;
#[cfg(test)]
mod testing;
mod workspace;

pub use accept::Accept;
pub use annotations::Annotations;
pub use error::ConfigError;
pub use load::load;
pub use locate::configuration_in;
pub use overrides::Overrides;
pub use pytest::test_paths;
pub use python_version::{ParseVersionError, PythonVersion};
pub use raw::RawSettings;
pub use schema::SCHEMA;
#[cfg(test)]
pub use schema::schema_of;
pub use scripts::{entry_module, scripts};
pub use settings::{Origin, Settings};
pub use setuptools::package_folders;
#[cfg(test)]
pub use show::shown_schema;
pub use show::{to_json, to_toml};
