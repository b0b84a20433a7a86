//! What imports cost, from a saved profile.
use std::collections::HashMap;
use std::path::PathBuf;

use crate::profile::Profile;
use crate::verdict::ImportSite;

/// What the program is called by the code that runs as it.
const MAIN: &str = "__main__";

/// What a profile says of each import.
pub struct Costs {
    command: String,
    /// Of an importing module and a named one: what the statement was the first to load.
    loads: HashMap<(String, String), Cost>,
    /// Of a module, by whom it was loaded, and what that took.
    modules: HashMap<String, (Option<String>, Cost)>,
    /// The file that ran as the program.
    main: Option<PathBuf>,
}

/// Time and modules.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cost {
    /// Milliseconds of CPU.
    pub ms: f64,
    /// How many modules were executed.
    pub modules: usize,
}

impl Costs {
    pub fn new(profile: &Profile) -> Costs {
        let mut sizes = vec![1usize; profile.modules.len()];
        // What a module loads comes behind it.
        for number in (0..profile.modules.len()).rev() {
            let size = sizes[number];
            let parent = profile.modules[number].parent.map(|parent| parent as usize);
            if let Some(parent) = parent.and_then(|parent| sizes.get_mut(parent)) {
                *parent += size;
            }
        }
        let mut modules = HashMap::new();
        for (module, &size) in profile.modules.iter().zip(&sizes) {
            let event = module.event.and_then(|event| profile.events.get(event as usize));
            let cost = Cost {
                ms: module.cumulative_ms,
                modules: size,
            };
            modules.insert(module.name.clone(), (event.map(|event| event.importer.clone()), cost));
        }
        let mut loads: HashMap<(String, String), Cost> = HashMap::new();
        for event in profile.events.iter().filter(|event| event.is_module_level()) {
            let total = loads.entry((event.importer.clone(), event.target.clone())).or_default();
            for (_, cost) in event.executed.iter().filter_map(|name| modules.get(name)) {
                total.ms += cost.ms;
                total.modules += cost.modules;
            }
        }
        let mut of_program = profile.events.iter().filter(|event| event.importer == MAIN);
        Costs {
            command: profile.command.join(" "),
            loads,
            modules,
            main: of_program.find_map(|event| event.file.as_ref().map(PathBuf::from)),
        }
    }

    /// What the module that an import names was loaded by its statement; none where another one came first.
    pub fn of(&self, site: &ImportSite) -> Option<Cost> {
        let importer = |name: &str| self.loads.get(&(name.to_owned(), site.module.clone()));
        let main = || importer(MAIN).filter(|_| self.is_main(site));
        importer(&site.importer)
            .or_else(main)
            .copied()
            .filter(|cost| cost.modules > 0)
    }

    /// Whether an import stands in the file that ran as the program: `python -m app.cli`, `python run.py`.
    fn is_main(&self, site: &ImportSite) -> bool {
        let main = self.main.as_ref();
        main.is_some_and(|main| main.ends_with(&site.path) || site.path.ends_with(main))
    }

    /// What is said of an import, in one sentence; none where the profile does not know the module.
    pub fn sentence(&self, site: &ImportSite) -> Option<String> {
        let command = &self.command;
        if let Some(cost) = self.of(site) {
            return Some(format!("It takes {cost} of `{command}`."));
        }
        let (first, cost) = self.modules.get(&site.module)?;
        Some(match first {
            Some(first) => format!("`{first}` loads it before, which takes {cost} of `{command}`."),
            None => format!("It is loaded before, which takes {cost} of `{command}`."),
        })
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let noun = if self.modules == 1 { "module" } else { "modules" };
        match self.ms {
            ms if ms < 10.0 => write!(f, "{ms:.1} ms, {} {noun}", self.modules),
            ms => write!(f, "{ms:.0} ms, {} {noun}", self.modules),
        }
    }
}
