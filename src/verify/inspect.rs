//! Looking at modules in fresh interpreters, by the scripts `inspect.py` and `uses.py`.
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::time::{Duration, Instant};

use super::facts::{Seen, Uses};
use super::modules::Module;
use super::run::{Place, Unable};

const INSPECT: &str = include_str!("inspect.py");
const USES: &str = include_str!("uses.py");
/// How long importing one module may take.
const SECONDS: u32 = 120;

/// Imports each of some modules of the program by itself. A module that is missing in the result crashed its interpreter or
/// took too long. `asked` has the names to look for in each besides those that it lists; `say` is told how far it is.
pub(super) fn inspect(
    place: &Place,
    tree: &Path,
    beside: &Path,
    program: &[&str],
    modules: &[&str],
    asked: &BTreeMap<String, Seen>,
    say: &dyn Fn(&str),
) -> Result<BTreeMap<String, Seen>, Unable> {
    if modules.is_empty() {
        return Ok(BTreeMap::new());
    }
    // Not named as it is here: a module `inspect` beside the script would hide that of the standard library.
    let script = put(beside, "dormant_inspect.py", INSPECT)?;
    let folder = tempfile::Builder::new().prefix("seen-").tempdir_in(beside)?;
    let lines: Vec<String> = modules
        .iter()
        .map(|&module| {
            let names = asked.get(module).into_iter().flat_map(Seen::names);
            std::iter::once(module)
                .chain(names.filter(|name| !name.contains(char::is_whitespace)))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let jobs = folder.path().join("jobs");
    std::fs::write(&jobs, format!("{}\n{}", program.join(" "), lines.join("\n")))?;
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let args: [OsString; 5] = [
        jobs.into(),
        folder.path().into(),
        workers.to_string().into(),
        SECONDS.to_string().into(),
        tree.into(),
    ];
    // Each module has its own end.
    let patient = Place {
        timeout: Duration::from_secs(u64::from(SECONDS)) * (2 + modules.len() as u32),
        ..place.clone()
    };
    std::thread::scope(|scope| {
        let running = scope.spawn(|| patient.script(&script, &args, tree));
        let mut far = HowFar::new(modules.len());
        while !running.is_finished() {
            std::thread::sleep(TICK);
            if let Some(text) = far.seen(count(folder.path())) {
                say(&text);
            }
        }
        let panicked = || Unable::Other("looking at the modules was given up".to_owned());
        running.join().unwrap_or_else(|_| Err(panicked()))
    })?;
    let mut seen = BTreeMap::new();
    for (number, &module) in modules.iter().enumerate() {
        let Ok(text) = std::fs::read_to_string(folder.path().join(format!("{}.json", number + 1))) else {
            continue;
        };
        let one = serde_json::from_str(&text)
            .map_err(|error| Unable::Other(format!("what was seen of {module} makes no sense: {error}")))?;
        seen.insert(module.to_owned(), one);
    }
    Ok(seen)
}

/// How often it is looked how far the work is, and said at most.
const TICK: Duration = Duration::from_millis(50);
const SAID_EVERY: Duration = Duration::from_secs(2);

/// The modules that are done.
fn count(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "json"))
        .count()
}

/// How far the work is, and what is left of it.
struct HowFar {
    all: usize,
    began: Instant,
    said: Instant,
}

impl HowFar {
    fn new(all: usize) -> HowFar {
        let now = Instant::now();
        HowFar {
            all,
            began: now,
            said: now,
        }
    }

    /// What there is to say, if it is time to.
    fn seen(&mut self, done: usize) -> Option<String> {
        if done == 0 || self.said.elapsed() < SAID_EVERY {
            return None;
        }
        self.said = Instant::now();
        let left = self
            .began
            .elapsed()
            .mul_f64((self.all - done.min(self.all)) as f64 / done as f64);
        Some(format!(
            "{done} of {} modules imported, {} s to go",
            self.all,
            left.as_secs()
        ))
    }
}

/// What the program takes from its own modules, tests included.
pub(super) fn uses(place: &Place, tree: &Path, beside: &Path, modules: &[Module]) -> Result<Uses, Unable> {
    let script = put(beside, "dormant_uses.py", USES)?;
    let lines: Vec<String> = modules
        .iter()
        .map(|module| {
            format!(
                "{}\t{}\t{}",
                module.name,
                u8::from(module.is_package),
                module.path.display()
            )
        })
        .collect();
    let list = put(beside, "files", &lines.join("\n"))?;
    let done = place.script(&script, &[list.into()], tree)?;
    serde_json::from_slice(&done.stdout.bytes)
        .map_err(|error| Unable::Other(format!("what the program uses of itself makes no sense: {error}")))
}

fn put(folder: &Path, name: &str, text: &str) -> Result<std::path::PathBuf, Unable> {
    let path = folder.join(name);
    std::fs::write(&path, text)?;
    Ok(path)
}
