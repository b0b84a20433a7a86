//! Plans and explanations as plain data, for the reports and for the file that a plan is saved in.
use serde::{Deserialize, Serialize};

pub use super::reason::{Place, Reason, Tested};
use crate::verdict::{Accepted, Strategy};

/// The version of a saved plan; it changes when an old reader would misread a new file.
pub const SCHEMA: u32 = 1;

/// What is saved of a plan: enough to make its edits, to check that they hold, and to show it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Plan {
    /// [`SCHEMA`].
    pub schema: u32,
    /// What the plan is for.
    pub commands: Vec<Command>,
    /// The edits in steps, the cheapest (most saved for each edit) first.
    pub steps: Vec<Step>,
    /// What stays loaded and takes the longest, and why.
    pub remaining: Vec<Remaining>,
    /// The curve: what any number of edits could save at best.
    pub curve: Vec<CurvePoint>,
    /// What as many edits would save, chosen by simpler numbers.
    pub rivals: Rivals,
    /// How far running the edited program bore out what was predicted.
    pub check: Option<Check>,
    /// Modules that the edits have loaded later, and that are only assumed to do nothing to others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumed: Vec<String>,
    /// Risks that the settings take by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Accepted>,
    /// What would have to be changed by hand for more, the cheapest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<Wish>,
}

/// A command with what the plan does for it. Times are milliseconds of CPU.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Command {
    /// The command.
    pub command: Vec<String>,
    /// How much it counts.
    pub weight: f64,
    /// The exit status that it should have.
    #[serde(default)]
    pub exit_status: i32,
    /// The version of Python that ran it.
    pub python: String,
    /// Its start-up as it is.
    pub startup_ms: f64,
    /// What of that is spent in imports.
    pub imports_ms: f64,
    /// What the plan saves, as predicted from the modules' own times.
    pub saved_ms: f64,
    /// How many modules it loads as it is, those of a bare interpreter not counted.
    pub modules: usize,
    /// The modules that it no longer loads with the plan, sorted.
    pub removed: Vec<String>,
}

/// Edits that together make modules disappear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Step {
    /// The statements, by place.
    pub edits: Vec<Edit>,
    /// What this step saves, in milliseconds for each run (the weighted mean over the commands).
    pub saved_ms: f64,
    /// What it saves together with all steps before.
    pub total_ms: f64,
    /// How many statements all steps so far edit.
    pub total_edits: u32,
    /// How many modules it makes disappear, of all commands together.
    pub modules: usize,
    /// The packages that disappear with it and save the most, by name, with their milliseconds.
    pub packages: Vec<(String, f64)>,
}

/// One statement with the imports of it that are deferred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Edit {
    /// Where the statement starts.
    pub place: Place,
    /// The module it stands in.
    pub module: String,
    /// The imports, each as a statement of its own.
    pub imports: Vec<String>,
    /// The strategies that defer them, the leading one first.
    pub strategies: Vec<Strategy>,
    /// What this edit saves without any other, in milliseconds.
    pub alone_ms: f64,
    /// What its first use costs; none where nothing that the commands load waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<Later>,
    /// What it rests on where it is not proven; none where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<Tested>,
}

/// What a deferred import costs once it is needed, and where that is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Later {
    /// What the first use loads, in milliseconds: the own times of those modules, as measured at start before the edits. Less
    /// where another deferred import has loaded a part of it by then.
    pub ms: f64,
    /// How many modules those are.
    pub modules: usize,
    /// Where the first use may come.
    pub uses: Vec<FirstUse>,
    /// The commands of the plan that come to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<Met>,
}

/// A place at which a deferred import is made at last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct FirstUse {
    /// Where that is, in words, such as "in `names`".
    pub how: String,
    /// The place, if it is one in the project before the edits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A command that comes to the first use of a deferred import, seen when the edited program ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Met {
    /// The command.
    pub command: Vec<String>,
    /// The function that the import ran in; `__getattr__` where its name was asked for.
    pub function: String,
    /// What it loaded then, in milliseconds, from the same measurement as [`Later::ms`].
    pub ms: f64,
}

impl Edit {
    /// The imports as one statement where they are of one module: `from a import b, c`.
    pub fn statement(&self) -> String {
        let split = |text: &str| -> Option<(String, String)> {
            let (module, name) = text.split_once(" import ")?;
            Some((module.to_owned(), name.to_owned()))
        };
        let parts: Option<Vec<(String, String)>> = self.imports.iter().map(|text| split(text)).collect();
        match parts {
            Some(parts) if parts.windows(2).all(|pair| pair[0].0 == pair[1].0) && !parts.is_empty() => {
                let names: Vec<&str> = parts.iter().map(|(_, name)| name.as_str()).collect();
                format!("{} import {}", parts[0].0, names.join(", "))
            }
            _ => self.imports.join("; "),
        }
    }
}

/// A package that stays loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Remaining {
    /// The package: the first part of its modules' names.
    pub package: String,
    /// What its modules take, in milliseconds.
    pub self_ms: f64,
    /// How many modules those are.
    pub modules: usize,
    /// The import of the project's own code that keeps it, if one does.
    pub place: Option<Place>,
    /// That import.
    pub import: Option<String>,
    /// Why it cannot be deferred, or is not.
    pub reason: Reason,
    /// The reasons that stand behind that one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Reason>,
}

/// Reasons that would have to fall together, and what would follow. Times are milliseconds for each run (the weighted mean over the
/// commands).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Wish {
    /// The reasons, each with the change that it asks for.
    pub reasons: Vec<Reason>,
    /// The statements that could then be deferred.
    pub edits: Vec<Edit>,
    /// What that would save besides the plan and the wishes before.
    pub saved_ms: f64,
    /// What it would save besides the plan, without the wishes before.
    pub alone_ms: f64,
    /// What all wishes so far would save besides the plan.
    pub total_ms: f64,
    /// How many modules would disappear besides.
    pub modules: usize,
    /// The packages among them that save the most, by name, with their milliseconds.
    pub packages: Vec<(String, f64)>,
}

/// What would follow if some reasons fell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Answer {
    /// What was asked: a reason, or a place.
    pub question: String,
    /// The reasons that are meant, of all imports together.
    pub reasons: usize,
    /// Imports of which one is a reason.
    pub concerned: usize,
    /// Those of them that would be held all the same.
    pub held: Vec<StillHeld>,
    /// What the others would save; none where there are none.
    pub wish: Option<Wish>,
}

/// An import that other reasons hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StillHeld {
    /// Where its statement starts.
    pub place: Place,
    /// The import.
    pub import: String,
    /// The other reasons.
    pub reasons: Vec<Reason>,
}

/// What as many edits would save if they were chosen otherwise, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Rivals {
    /// By the cumulative time of what each import was the first to load.
    pub by_cumulative_ms: f64,
    /// By what each edit saves without any other.
    pub by_alone_ms: f64,
}

/// A point of the curve of what edits can save.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct CurvePoint {
    /// How many statements are edited.
    pub edits: u32,
    /// What that saves, in milliseconds.
    pub saved_ms: f64,
}

/// What running the edited program showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Check {
    /// How often the plan was made: once more than edits had to be taken back.
    pub rounds: u32,
    /// Modules that were to disappear and are loaded all the same.
    pub still_loaded: Vec<String>,
    /// Modules that disappeared and were not expected to.
    pub also_gone: Vec<String>,
    /// Modules that only the edited program loads.
    pub new: Vec<String>,
    /// Edits that were taken back because the command uses what they defer.
    pub taken_back: Vec<TakenBack>,
}

/// An edit that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct TakenBack {
    /// Where the statement starts.
    pub place: Place,
    /// The import.
    pub import: String,
    /// Why.
    pub reason: Reason,
}

/// Why a module is loaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Explanation {
    /// The module.
    pub module: String,
    /// Its own time, and what would no longer be loaded without it, in milliseconds.
    pub self_ms: f64,
    /// The time of all that only it loads, itself included.
    pub retained_ms: f64,
    /// Shortest chains from the program to it; not more than asked for.
    pub chains: Vec<Vec<Link>>,
    /// How many shortest chains there are.
    pub chain_count: u64,
    /// The modules that import it.
    pub importers: Vec<Link>,
    /// How to stop it from being loaded, or why that is impossible.
    pub removal: Removal,
}

/// One module loading another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Link {
    /// Who loads.
    pub from: String,
    /// What is loaded.
    pub to: String,
    /// Where, if known.
    pub place: Option<Place>,
    /// Why this cannot be deferred; none where it can.
    pub held: Option<Reason>,
}

/// How to stop a module from being loaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Removal {
    /// These edits.
    Edits {
        /// The fewest statements that do it.
        edits: Vec<Edit>,
        /// What they save, in milliseconds.
        saved_ms: f64,
        /// How many modules they make disappear.
        modules: usize,
    },
    /// A chain that no edit cuts.
    Impossible {
        /// The chain from the program to the module.
        chain: Vec<Link>,
    },
}
