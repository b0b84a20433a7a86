//! Questions about dotted names, answered from the loaded entries. It knows no syntax and decides nothing.
use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::annotation_rule::{AnnotationRule, Reader, Reads};
use super::command_rule::{CommandRole, CommandRule};
use super::evidence::{Evidence, Probed};
use super::facet::{FacetKey, FacetPattern};
use super::facet_rule::FacetRule;
use super::groups::Groups;
use super::hooks_rule::HooksRule;
use super::load::{self, LoadError};
use super::matching::prefixes;
use super::measured_rule::MeasuredRule;
use super::model::{
    CompiledRule, EffectRule, FunctionRule, Leaves, ModuleReaderRule, ModuleReads, NoImportsRule, Package, RaisesRule,
    RuleFile,
};
use super::names_rule::Group;

/// Everything that is known, with an index for each kind of question.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    evidence: Evidence,
    packages: Vec<Package>,
    effects: Vec<EffectRule>,
    annotations: Vec<AnnotationRule>,
    functions: Vec<FunctionRule>,
    no_imports: Vec<NoImportsRule>,
    commands: Vec<CommandRule>,
    facets: Vec<FacetRule>,
    module_readers: Vec<ModuleReaderRule>,
    package_names: HashMap<String, usize>,
    effect_names: HashMap<String, usize>,
    annotation_names: HashMap<(Reader, String), usize>,
    function_names: HashMap<String, usize>,
    no_imports_names: HashMap<String, usize>,
    command_names: HashMap<String, usize>,
    facet_names: FxHashMap<String, usize>,
    module_reader_names: HashMap<String, usize>,
    wrappers: HashMap<String, Leaves>,
    raises: HashMap<String, RaisesRule>,
    hooks: Vec<HooksRule>,
    hooks_names: FxHashMap<String, Vec<usize>>,
    hooks_functions: FxHashMap<String, Vec<usize>>,
    exception_bases: HashMap<String, String>,
    compiled: HashMap<String, CompiledRule>,
    measured: HashMap<String, MeasuredRule>,
    groups: Groups,
}

impl Rules {
    /// The knowledge that is compiled in, read once.
    ///
    /// A file that does not load is left out rather than a reason to fail; a test keeps that from happening.
    pub fn builtin() -> &'static Rules {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Rules::load(load::FILES).0)
    }

    /// The built-in knowledge after that of `own` files: of several entries about a name the first counts.
    #[must_use]
    pub fn after(own: Vec<RuleFile>) -> Rules {
        let mut rules = Rules::default();
        for file in own {
            rules.add(file);
        }
        // The built-in files are read, which a test keeps so.
        for file in load::FILES
            .iter()
            .filter_map(|(name, text)| load::parse(name, text).ok())
        {
            rules.add(file);
        }
        rules
    }

    /// Rules from texts by file name, and what could not be read.
    pub fn load(files: &[(&str, &str)]) -> (Rules, Vec<LoadError>) {
        let mut rules = Rules::default();
        let mut errors = Vec::new();
        for (name, text) in files {
            match load::parse(name, text) {
                Ok(file) => rules.add(file),
                Err(error) => errors.push(error),
            }
        }
        (rules, errors)
    }

    fn add(&mut self, file: RuleFile) {
        for package in file.packages {
            self.package_names
                .entry(package.name.clone())
                .or_insert(self.packages.len());
            self.packages.push(package);
        }
        for effect in file.effects {
            self.effect_names
                .entry(effect.module.clone())
                .or_insert(self.effects.len());
            self.effects.push(effect);
        }
        for rule in file.measured {
            self.measured.entry(rule.package.clone()).or_insert(rule);
        }
        for rule in file.annotations {
            if let Some((reader, name)) = rule.subject() {
                for name in std::iter::once(name).chain(rule.also.iter().map(String::as_str)) {
                    self.annotation_names
                        .entry((reader, name.to_owned()))
                        .or_insert(self.annotations.len());
                }
            }
            self.annotations.push(rule);
        }
        for rule in file.functions {
            for name in std::iter::once(&rule.name).chain(&rule.also) {
                self.function_names.entry(name.clone()).or_insert(self.functions.len());
            }
            self.functions.push(rule);
        }
        for rule in file.no_imports {
            for name in std::iter::once(&rule.name).chain(&rule.also) {
                self.no_imports_names
                    .entry(name.clone())
                    .or_insert(self.no_imports.len());
            }
            self.no_imports.push(rule);
        }
        for rule in file.commands {
            for name in std::iter::once(&rule.name).chain(&rule.also) {
                self.command_names.entry(name.clone()).or_insert(self.commands.len());
            }
            self.commands.push(rule);
        }
        for rule in file.facets {
            for name in &rule.names {
                self.facet_names.entry(name.clone()).or_insert(self.facets.len());
            }
            self.facets.push(rule);
        }
        for rule in file.module_readers {
            for name in std::iter::once(&rule.name).chain(&rule.also) {
                self.module_reader_names
                    .entry(name.clone())
                    .or_insert(self.module_readers.len());
            }
            self.module_readers.push(rule);
        }
        for rule in file.compiled {
            for name in std::iter::once(&rule.module).chain(&rule.also) {
                self.compiled.entry(name.clone()).or_insert_with(|| rule.clone());
            }
        }
        for rule in file.names {
            self.groups.add(rule);
        }
        for rule in file.exceptions {
            for name in rule.names {
                self.exception_bases.entry(name).or_insert_with(|| rule.base.clone());
            }
        }
        for rule in file.hooks {
            for name in &rule.names {
                self.hooks_names.entry(name.clone()).or_default().push(self.hooks.len());
            }
            for name in &rule.handed_to {
                self.hooks_functions
                    .entry(name.clone())
                    .or_default()
                    .push(self.hooks.len());
            }
            self.hooks.push(rule);
        }
        for rule in file.raises {
            for name in std::iter::once(&rule.name).chain(&rule.also) {
                self.raises.entry(name.clone()).or_insert_with(|| rule.clone());
            }
        }
        for rule in file.wrappers {
            for name in std::iter::once(rule.name).chain(rule.also) {
                self.wrappers.entry(name).or_insert(rule.leaves);
            }
        }
    }

    /// The packages on the built-in list of heavy ones; their names are patterns for [`super::matches`].
    pub fn heavy_packages(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.heavy)
    }

    /// What is known about the cost of a module: the entry with the longest name that covers it, heavy or not.
    pub fn package(&self, module: &str) -> Option<&Package> {
        prefixes(module)
            .find_map(|name| self.package_names.get(name))
            .map(|index| &self.packages[*index])
    }

    /// What importing exactly this module does to the rest of the program. `None` says nothing: it may still have effects.
    pub fn effect(&self, module: &str) -> Option<&EffectRule> {
        self.effect_names.get(module).map(|index| &self.effects[*index])
    }

    /// What importing the package of a module was seen to do.
    pub fn measured(&self, module: &str) -> Option<&MeasuredRule> {
        self.measured.get(module.split('.').next()?)
    }

    /// Whether a rule for a module names this facet as what its import changes: who reads it is known by rules, too.
    pub fn names_facet(&self, facet: &str) -> bool {
        self.effects.iter().any(|rule| rule.facet.as_deref() == Some(facet))
    }

    /// Whether entries say by which calls a table of the standard library is looked up, such as `registry:csv.dialects`.
    pub fn knows_readers(&self, facet: &str) -> bool {
        let is_it = |pattern: &FacetPattern| {
            matches!(&pattern.key, Some(FacetKey::Named(name))
                if facet.split_once(':') == Some((pattern.kind.name(), name.as_str())))
        };
        let mut touched = self.facets.iter().flat_map(FacetRule::touches);
        touched.any(|touches| touches.reads.iter().any(is_it))
    }

    /// The name by which alone any code finds what an attribute belongs to: `PyBytes_AsString` of
    /// `ctypes.pythonapi.PyBytes_AsString.argtypes`.
    pub fn found_by_name<'n>(&self, attribute: &'n str) -> Option<&'n str> {
        let dots = attribute.match_indices('.').map(|(at, _)| at);
        let below = dots
            .rev()
            .find(|&at| self.facet(&attribute[..at]).is_some_and(|rule| rule.by_name))?;
        attribute[below + 1..].split('.').next()
    }

    /// The same knowledge, and what was seen of the modules of the program.
    #[must_use]
    pub fn with_evidence(&self, evidence: Evidence) -> Rules {
        Rules {
            evidence,
            ..self.clone()
        }
    }

    /// What executing exactly this module was seen to do; `None` where nobody looked.
    pub fn probed(&self, module: &str) -> Option<&Probed> {
        self.evidence.modules.get(module)
    }

    /// The entry about a base class, decorator or function: the one of exactly this name, or else the longest
    /// package-wide one above it.
    pub fn annotation_rule(&self, reader: Reader, dotted: &str) -> Option<&AnnotationRule> {
        let index = |name: &str| self.annotation_names.get(&(reader, name.to_owned()));
        nearest(dotted, index, |index| self.annotations[index].package_wide).map(|index| &self.annotations[index])
    }

    /// Every entry about readers of annotations.
    pub fn annotation_rules(&self) -> impl Iterator<Item = &AnnotationRule> {
        self.annotations.iter()
    }

    /// Which annotations a base class, decorator or function evaluates at most; `None` where nothing is known about it.
    /// Who knows the target and the arguments can say it more exactly: see [`AnnotationRule::reads_with`].
    pub fn annotation_reader(&self, reader: Reader, dotted: &str) -> Option<Reads> {
        self.annotation_rule(reader, dotted).map(AnnotationRule::reads_at_most)
    }

    /// The entry that calls this function or class harmless at import time; see [`FunctionRule::reads`] for those that read
    /// something outside the program.
    pub fn harmless_call(&self, dotted: &str) -> Option<&FunctionRule> {
        let index = |name: &str| self.function_names.get(name);
        nearest(dotted, index, |index| self.functions[index].package_wide).map(|index| &self.functions[index])
    }

    /// Whether calling this at import time or any time later makes no difference to anybody: it makes a value and neither
    /// changes nor reads anything outside it. What it is handed is judged on its own; see [`FunctionRule::calls_back`].
    pub fn is_harmless_call(&self, dotted: &str) -> bool {
        self.harmless_call(dotted).is_some_and(|rule| rule.reads.is_none())
    }

    /// Whether an entry of exactly this name calls it, and whatever it has, harmless to use.
    pub fn is_harmless_throughout(&self, dotted: &str) -> bool {
        let entry = self.function_names.get(dotted).map(|&index| &self.functions[index]);
        entry.is_some_and(|rule| rule.package_wide && rule.reads.is_none())
    }

    /// The entry that says that functions under this decorator cannot contain an import statement.
    pub fn forbids_imports(&self, dotted: &str) -> Option<&NoImportsRule> {
        let index = |name: &str| self.no_imports_names.get(name);
        nearest(dotted, index, |index| self.no_imports[index].package_wide).map(|index| &self.no_imports[index])
    }

    /// What names a function of exactly this name looks at, where that is known.
    pub fn module_reader(&self, dotted: &str) -> Option<ModuleReads> {
        let dotted = dotted.strip_prefix("builtins.").unwrap_or(dotted);
        let index = self.module_reader_names.get(dotted);
        index.map(|&index| self.module_readers[index].reads)
    }

    /// Which methods of its subclasses a class of exactly this name calls.
    pub fn hooks_of(&self, class: &str) -> impl Iterator<Item = &HooksRule> {
        let found = self.hooks_names.get(class).into_iter().flatten();
        found.map(|&index| &self.hooks[index])
    }

    /// Which methods a function of exactly this name calls of what it is handed.
    pub fn hooks_for(&self, function: &str) -> impl Iterator<Item = &HooksRule> {
        let found = self.hooks_functions.get(function).into_iter().flatten();
        found.map(|&index| &self.hooks[index])
    }

    /// What a function of exactly this name raises, where that is known.
    pub fn raises(&self, dotted: &str) -> Option<&RaisesRule> {
        self.raises.get(dotted)
    }

    /// What an exception of exactly this name inherits from, where that is known.
    pub fn exception_base(&self, class: &str) -> Option<&str> {
        self.exception_bases.get(class).map(String::as_str)
    }

    /// Whether a decorator or context manager of exactly this name leaves what is under it what it is.
    pub fn leaves(&self, dotted: &str, what: Leaves) -> bool {
        let dotted = dotted.strip_prefix("builtins.").unwrap_or(dotted);
        self.wrappers.get(dotted) == Some(&what)
    }

    /// Whether a group has exactly this name.
    pub fn knows(&self, group: Group, name: &str) -> bool {
        self.groups.has(group, name)
    }

    /// A number that differs where the names of the groups do: what was read of a file with others does not hold.
    pub fn names_key(&self) -> u64 {
        self.groups.key
    }

    /// The same knowledge, with these names alone in one group.
    #[cfg(test)]
    pub(crate) fn with_only(&self, group: Group, names: &[&str]) -> Rules {
        Rules {
            groups: self.groups.with_only(group, names),
            ..self.clone()
        }
    }

    /// What compiling a program needs to know of the top-level module of exactly this name.
    pub fn compiled(&self, module: &str) -> Option<&CompiledRule> {
        self.compiled.get(module)
    }

    /// What something of exactly this name does with commands of command-line programs.
    pub fn command_role(&self, dotted: &str) -> Option<CommandRole> {
        self.command_names.get(dotted).map(|&index| self.commands[index].role)
    }

    /// Whether some name of a package makes commands.
    pub fn makes_commands(&self, package: &str) -> bool {
        let is_below = |name: &String| name.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'));
        self.command_names.keys().any(is_below)
    }

    /// What using something of exactly this name (`builtins.open` is `open`) does to the state of the process; `None` where
    /// that is not known.
    pub fn facet(&self, dotted: &str) -> Option<&FacetRule> {
        let dotted = dotted.strip_prefix("builtins.").unwrap_or(dotted);
        self.facet_names.get(dotted).map(|&index| &self.facets[index])
    }
}

/// The entry of exactly this name (`builtins.len` is `len`), or else the package-wide one with the longest name above it.
fn nearest<'a>(
    dotted: &str,
    index: impl Fn(&str) -> Option<&'a usize>,
    package_wide: impl Fn(usize) -> bool,
) -> Option<usize> {
    let dotted = dotted.strip_prefix("builtins.").unwrap_or(dotted);
    prefixes(dotted).find_map(|name| {
        let found = *index(name)?;
        (name == dotted || package_wide(found)).then_some(found)
    })
}

#[cfg(test)]
mod tests;
