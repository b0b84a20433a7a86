//! What the settings and the profile say to the judge.
use rustc_hash::FxHashMap;

use super::{Failure, Request};
use crate::config::{Annotations, PythonVersion, Settings};
use crate::judge::{Options, Selection};
use crate::profile::{DEFAULT_THRESHOLD_MS, heavy};
use crate::project;
use crate::project::Environment;
use crate::rules::Rules;
use crate::verdict::Strategy;

/// The packages that rules call heavy.
pub(super) fn known_heavy(rules: &Rules) -> Vec<String> {
    rules.heavy_packages().map(|package| package.name.clone()).collect()
}

/// Whether neither the settings nor a profile says what is heavy, so that the rules do.
pub(super) fn is_left_to_rules(settings: &Settings) -> bool {
    settings.heavy.is_none() && settings.profile.is_none()
}

/// What counts; `known` is what the rules call heavy, for where nobody else says.
pub(super) fn options(
    request: &Request<'_>,
    environment: &Environment,
    known: Vec<String>,
) -> Result<Options, Failure> {
    let settings = request.settings;
    let heavy: Vec<String> = match (&settings.heavy, &settings.profile) {
        (Some(heavy), _) => heavy.clone(),
        (None, Some(path)) => {
            let threshold = settings.profile_threshold_ms.unwrap_or(DEFAULT_THRESHOLD_MS);
            heavy(&crate::profile::load(path)?, threshold)
        }
        (None, None) => known,
    };
    let target = settings
        .target()
        .map(|version| (version.major, version.minor))
        .or(environment.version);
    // The oldest Python that is still maintained is the safest guess: what is right there is right later.
    let target = target.unwrap_or((3, 10));
    let forbids_inline = settings.unmarked_inline().map(str::to_owned);
    let default = || {
        let all = Strategy::ALL
            .into_iter()
            .filter(|&strategy| strategy != Strategy::LazyModules)
            .filter(|strategy| forbids_inline.is_none() || !strategy.is_inline());
        all.collect()
    };
    let strategies = settings.strategies.clone().unwrap_or_else(default);
    let lazy = PythonVersion::new(3, 15);
    if let (Some(version), Some(oldest)) = (settings.target(), settings.requires_python)
        && version >= lazy
        && oldest < lazy
        && strategies.contains(&Strategy::LazyKeyword)
    {
        return Err(Failure::LazySyntax {
            target: version,
            oldest,
        });
    }
    Ok(Options {
        heavy: heavy.into_iter().chain(settings.extend_heavy.iter().cloned()).collect(),
        eager: settings.eager.clone(),
        target,
        strategies,
        forbids_inline,
        bare: project::bare_startup_modules()
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        quote_annotations: request.allow_unsafe || settings.annotations_or_default() == Annotations::Quote,
        scripts: settings.scripts.clone(),
        offered: settings.offered.clone(),
        starts: None,
        selection: Selection::Useful,
        all_reasons: request.all_reasons,
        assurance: request.assurance,
        strict: settings.strict,
        waived: FxHashMap::default(),
    })
}
