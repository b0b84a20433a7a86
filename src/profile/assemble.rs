//! Puts what the runs saw together: structure from the places, times from the timed runs, all of it fitted to the untraced ones.
//!
//! Reads no clock and starts nothing.
use rustc_hash::FxHashMap;

use super::model::{Event, ImportKind, Kind, Module, Profile, Python, SCHEMA, Total};
use super::place::Places;
use super::record::{EventRow, Recorded};
use crate::process::Usage;

/// What all runs saw.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// Traced for places; at least one.
    pub places: Vec<Recorded>,
    /// Traced for times.
    pub timed: Vec<(Usage, Recorded)>,
    /// Untraced.
    pub plain: Vec<Usage>,
    /// The interpreter alone.
    pub bare: Vec<Usage>,
}

impl Runs {
    /// How far the untraced runs lie apart: (longest - shortest) / median of their CPU times.
    pub fn spread(&self) -> f64 {
        let times: Vec<f64> = self.plain.iter().map(cpu_ms).collect();
        let middle = median(times.clone());
        let longest = times.iter().copied().fold(0.0, f64::max);
        let shortest = times.iter().copied().fold(f64::INFINITY, f64::min);
        if middle > 0.0 {
            (longest - shortest) / middle
        } else {
            0.0
        }
    }
}

/// The profile of a command.
pub(super) fn assemble(words: &[String], exit_status: i32, runs: &Runs, places: Places) -> Profile {
    let nothing = Recorded::default();
    let seen = runs.places.first().unwrap_or(&nothing);
    let (mut events, event_at) = events(seen, &places);
    let times = least(runs.timed.iter().map(|(_, recorded)| recorded), |module| module.self_ns);
    let memory = least(runs.places.iter(), |module| module.bytes);
    let total = total(runs, times.values().sum::<i64>() as f64 / 1e6);
    let mut modules = modules(seen, &event_at, &mut events, &places);
    for module in &mut modules {
        let nanoseconds = times.get(module.name.as_str()).copied().unwrap_or(0);
        module.self_ms = rounded(nanoseconds as f64 / 1e6 * total.kappa);
        module.self_bytes = u64::try_from(memory.get(module.name.as_str()).copied().unwrap_or(0)).unwrap_or(0);
    }
    accumulate(&mut modules);
    Profile {
        schema: SCHEMA,
        command: words.to_vec(),
        python: Python {
            version: seen.python.0.clone(),
            implementation: seen.python.1.clone(),
        },
        runs: u32::try_from(runs.plain.len()).unwrap_or(u32::MAX),
        exit_status,
        total: Total {
            imports_cpu_ms: rounded(modules.iter().map(|module| module.self_ms).sum()),
            ..total
        },
        preloaded: seen.preloaded.clone(),
        modules,
        events,
    }
}

/// The events that are the program's, and where each row went; what the import system does for itself is left out.
fn events(seen: &Recorded, places: &Places) -> (Vec<Event>, Vec<Option<u32>>) {
    let mut events = Vec::new();
    let mut places_of = Vec::new();
    for row in &seen.events {
        places_of.push(event(row, places).map(|event| {
            events.push(event);
            u32::try_from(events.len() - 1).unwrap_or(u32::MAX)
        }));
    }
    (events, places_of)
}

fn event(row: &EventRow, places: &Places) -> Option<Event> {
    let importer = row.importer.clone()?;
    if importer.starts_with("_frozen_importlib") || row.file.starts_with("<frozen importlib") || importer == "site" {
        return None;
    }
    let (file, _) = places.classify(&importer, Some(&row.file));
    Some(Event {
        importer,
        file,
        line: row.line.unwrap_or(0),
        target: row.target.clone(),
        names: row.names.clone(),
        submodules: row.submodules.clone(),
        executed: Vec::new(),
        function: row.function.clone(),
        during: row.during.clone(),
        kind: if row.is_call {
            ImportKind::ImportModule
        } else {
            ImportKind::Statement
        },
        count: row.count,
        failed: row.succeeded == 0,
    })
}

/// The modules that were executed to their end, each once. What a failed one imported belongs to the module that imported it.
fn modules(seen: &Recorded, event_at: &[Option<u32>], events: &mut [Event], places: &Places) -> Vec<Module> {
    let mut modules: Vec<Module> = Vec::new();
    let mut index_of: FxHashMap<&str, u32> = FxHashMap::default();
    let mut rows: Vec<Option<u32>> = Vec::new();
    for row in &seen.modules {
        let parent = row.parent.and_then(|parent| rows[parent as usize]);
        if row.failed {
            rows.push(parent);
            continue;
        }
        if let Some(&before) = index_of.get(row.name.as_str()) {
            // Executed again, after it had been taken out of `sys.modules`.
            rows.push(Some(before));
            continue;
        }
        let index = u32::try_from(modules.len()).unwrap_or(u32::MAX);
        let event = row.event.and_then(|event| event_at[event as usize]);
        if let Some(event) = event {
            events[event as usize].executed.push(row.name.clone());
        }
        let (file, kind) = places.classify(&row.name, row.file.as_deref());
        let used = seen
            .used
            .as_ref()
            .zip(row.file.as_ref().filter(|file| file.ends_with(".py")));
        modules.push(Module {
            name: row.name.clone(),
            file,
            kind,
            self_ms: 0.0,
            cumulative_ms: 0.0,
            self_bytes: 0,
            cumulative_bytes: 0,
            parent,
            event,
            used: used.map(|(used, file)| used.binary_search(file).is_ok()),
        });
        index_of.insert(&row.name, index);
        rows.push(Some(index));
    }
    name_namespaces(&mut modules);
    modules
}

/// A package without a file belongs to whom the first module below it belongs.
fn name_namespaces(modules: &mut [Module]) {
    let namespaces: Vec<usize> = (0..modules.len())
        .filter(|&index| modules[index].file.is_none() && modules[index].kind == Kind::ThirdParty)
        .collect();
    for index in namespaces {
        let start = format!("{}.", modules[index].name);
        let below = modules
            .iter()
            .find(|module| module.file.is_some() && module.name.starts_with(&start));
        if let Some(kind) = below.map(|module| module.kind) {
            modules[index].kind = kind;
        }
    }
}

/// Cumulative times and memory: children come after their parents, so one walk backward does it.
fn accumulate(modules: &mut [Module]) {
    for module in modules.iter_mut() {
        module.cumulative_ms = module.self_ms;
        module.cumulative_bytes = module.self_bytes;
    }
    for index in (0..modules.len()).rev() {
        let (milliseconds, bytes) = (modules[index].cumulative_ms, modules[index].cumulative_bytes);
        modules[index].cumulative_ms = rounded(milliseconds);
        if let Some(parent) = modules[index].parent {
            modules[parent as usize].cumulative_ms += milliseconds;
            modules[parent as usize].cumulative_bytes += bytes;
        }
    }
}

/// The least value of each module over all runs that have it; of a run that executes one twice, the sum.
fn least<'a>(
    runs: impl Iterator<Item = &'a Recorded>,
    value: impl Fn(&super::record::ModuleRow) -> i64,
) -> FxHashMap<&'a str, i64> {
    let mut least: FxHashMap<&str, i64> = FxHashMap::default();
    for run in runs {
        let mut of_run: FxHashMap<&str, i64> = FxHashMap::default();
        for module in run.modules.iter().filter(|module| !module.failed) {
            *of_run.entry(&module.name).or_default() += value(module).max(0);
        }
        for (name, value) in of_run {
            let known = least.entry(name).or_insert(value);
            *known = value.min(*known);
        }
    }
    least
}

/// The whole, with the factor that fits the sum of the modules' least times (in ms) to the untraced run.
///
/// Tracing and what else goes on slow a run down; both traced and untraced runs contain the whole program, so the share of
/// imports in the one is taken for the share in the other: imports = I * (U - B) / (T - B), with the medians of import time I
/// and CPU T of the timed runs (without what the tracer does before and after), U of the untraced and B of the bare ones.
fn total(runs: &Runs, least_ms: f64) -> Total {
    let untraced = median(runs.plain.iter().map(cpu_ms).collect());
    let bare = median(runs.bare.iter().map(cpu_ms).collect());
    let of_tracer = |recorded: &Recorded| (recorded.setup_ns + recorded.written_ns) as f64 / 1e6;
    let traced = runs
        .timed
        .iter()
        .map(|(usage, recorded)| cpu_ms(usage) - of_tracer(recorded));
    let traced = median(traced.collect());
    let imports = runs.timed.iter().map(|(_, recorded)| {
        let times = recorded.modules.iter().map(|module| module.self_ns);
        times.sum::<i64>() as f64 / 1e6
    });
    let program = (untraced - bare).max(0.0);
    let share = if traced > bare {
        median(imports.collect()) / (traced - bare)
    } else {
        0.0
    };
    let imports = program * share.clamp(0.0, 1.0);
    let peaks: Vec<f64> = runs
        .plain
        .iter()
        .filter_map(|usage| usage.peak_bytes.map(|bytes| bytes as f64))
        .collect();
    let wall = runs.plain.iter().map(|usage| usage.wall.as_secs_f64() * 1e3);
    Total {
        startup_cpu_ms: rounded(untraced),
        startup_wall_ms: rounded(median(wall.collect())),
        bare_cpu_ms: rounded(bare),
        imports_cpu_ms: rounded(imports),
        kappa: if least_ms > 0.0 {
            rounded(imports / least_ms)
        } else {
            1.0
        },
        peak_bytes: (!peaks.is_empty()).then(|| median(peaks) as u64),
    }
}

fn cpu_ms(usage: &Usage) -> f64 {
    usage.cpu().as_secs_f64() * 1e3
}

/// The middle of some numbers; 0 of none.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => 0.0,
        count if count % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

/// To thousandths: microseconds, where it is milliseconds.
fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

#[cfg(test)]
#[path = "assemble_tests.rs"]
mod tests;
