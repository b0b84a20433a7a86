//! Import statements, and calls that import.
use super::activity::Activity;
use super::facet::{Access, Facet, Grade};
use super::machine::Machine;
use super::object::{Env, EnvId, Place};
use super::value::{Atom, Symbol, Value};
use crate::graph::{Kind, LoadedByCall, ModuleId, program};
use crate::rules::EffectKind;
use crate::semantics::code::Body;
use crate::semantics::facts::{Import, ImportId};

impl Machine<'_> {
    /// Executes an import statement.
    pub fn import_statement(&mut self, env: EnvId, imports: &[ImportId]) {
        let module = self.envs[env as usize].module;
        let Some(facts) = self.facts(module) else { return };
        for &id in imports {
            // What takes the place of something that is there is for another environment.
            let is_instead = self.is_own(module) && self.replaced_in == Some(env);
            if self.elsewhere == 0 && !is_instead {
                self.reached.insert((module, id));
            }
            if let Some(import) = facts.imports.get(id as usize) {
                self.import_alias(env, module, (id, import));
            }
        }
    }

    fn import_alias(&mut self, env: EnvId, module: ModuleId, (id, import): (ImportId, &Import)) {
        let place = Place {
            module,
            span: import.alias,
        };
        let importer = &self.program.modules[module];
        let Some(base) = program::absolute(&importer.name, importer.is_package, import.level, &import.module) else {
            self.bind_import(env, import, Value::unknown());
            return;
        };
        let loaded = self.load(&base);
        self.loads_for_asking(&loaded);
        if let Activity::Function(_) = self.activity {
            let facet = Facet::State(format!("sys.modules:{base}"));
            let what = format!("imports `{base}`");
            self.note(
                EffectKind::ImportSystem,
                Access::Append,
                facet,
                Grade::Seen,
                place,
                what,
            );
        }
        if import.is_star() {
            self.star(env, loaded, place);
            return;
        }
        let value = match (&import.name, &import.asname) {
            (None, Some(_)) => loaded,
            (None, None) => {
                let first = base.split('.').next().unwrap_or_default().to_owned();
                self.load(&first)
            }
            (Some(name), _) => {
                let submodule = format!("{base}.{name}");
                let symbol = self.symbols.of(name);
                self.takes_missing(module, import, &loaded, symbol, place);
                // A package has no name of its own yet where it takes the submodule that it calls so.
                let globals = self.globals(module);
                let is_bound = self.envs[globals as usize].names.contains_key(&symbol);
                let binds = self
                    .program
                    .find(&base)
                    .is_some_and(|base| self.program.binds(base, name) && (base != module || is_bound));
                match self.program.find(&submodule) {
                    Some(_) if !binds => {
                        let loaded = self.load(&submodule);
                        self.loads_for_asking(&loaded);
                        loaded
                    }
                    _ => {
                        let value = self.asks_for_name((module, id), import, &loaded, symbol, place);
                        // What a package hands out under a name that rules know is known by that name.
                        match !binds && self.rules.is_harmless_call(&submodule) {
                            true => Atom::External(self.symbols.of(&submodule)).into(),
                            false => value,
                        }
                    }
                }
            }
        };
        self.bind_import(env, import, value);
    }

    fn bind_import(&mut self, env: EnvId, import: &Import, value: Value) {
        let name: Symbol = self.symbols.of(import.bound_name());
        let Env { module, body, .. } = self.envs[env as usize];
        if self.replaced_in == Some(env) && self.is_not_there(&value) {
            return;
        }
        let declares = |body: &Body| !body.globals.is_empty() || !body.nonlocals.is_empty();
        // Only where the code says whose names it binds they may be another's.
        if self.body(module, body).is_none_or(|body| !declares(body)) {
            self.bind(env, name, value);
            return;
        }
        let code = self.code(module);
        let known = code.and_then(|code| code.names.iter().position(|known| known == import.bound_name()));
        match known {
            Some(known) => self.bind_name(env, known as u32, value),
            None => self.bind(env, name, value),
        }
    }

    /// Whether what an import takes is nowhere in this environment.
    fn is_not_there(&self, value: &Value) -> bool {
        value.atoms().all(|atom| match atom {
            Atom::Unknown => true,
            Atom::External(name) => {
                let known = self.program.innermost(self.symbols.text(name));
                known.is_none_or(|module| self.program.modules[module].kind == Kind::Missing)
            }
            Atom::Module(module) => self.program.modules[module].kind == Kind::Missing,
            _ => false,
        })
    }

    /// Imports a module by its absolute name, with the packages around it.
    pub fn load(&mut self, name: &str) -> Value {
        match self.program.find(name) {
            Some(module) => {
                self.import(module);
                Atom::Module(module).into()
            }
            None => {
                if let Some((parent, _)) = name.rsplit_once('.') {
                    self.load(parent);
                }
                Atom::External(self.symbols.of(name)).into()
            }
        }
    }

    /// `from module import *`
    fn star(&mut self, env: EnvId, from: Value, place: Place) {
        let Some(Atom::Module(from)) = from.single() else {
            return;
        };
        let Some(facts) = self.facts(from).filter(|_| self.code(from).is_some()) else {
            let name = self.symbols.of(&self.program.modules[from].name);
            let taker = self.envs[env as usize].module;
            self.unread_stars.entry(taker).or_default().push(name);
            self.takes_all(name);
            return;
        };
        // What that one took from a module whose code is not read comes along.
        if let Some(sources) = self.unread_stars.get(&from).cloned() {
            let taker = self.envs[env as usize].module;
            self.unread_stars.entry(taker).or_default().extend(sources);
        }
        let listed: Option<Vec<String>> = match &facts.exports {
            crate::semantics::facts::Exports::Listed(names) => Some(names.clone()),
            crate::semantics::facts::Exports::Public | crate::semantics::facts::Exports::Unknown(_) => None,
        };
        let source = self.globals(from);
        let mut names: Vec<(Symbol, Value)> = self.envs[source as usize]
            .names
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        names.sort_by_key(|(name, _)| *name);
        for (name, value) in names {
            let text = self.symbols.text(name);
            let is_taken = match &listed {
                Some(listed) => listed.iter().any(|listed| listed == text),
                None => !text.starts_with('_'),
            };
            if is_taken {
                self.reads_name(from, name, place);
                self.bind(env, name, value);
            }
        }
        for name in listed.into_iter().flatten() {
            let symbol = self.symbols.of(&name);
            if !self.envs[env as usize].names.contains_key(&symbol) {
                let value = self.module_attribute(from, symbol, place);
                self.bind(env, symbol, value);
            }
        }
    }

    /// `import_module(name, package)` and `__import__(name)`: what they hand out, where the name is known.
    pub fn import_by_name(&mut self, name: &Value, package: Option<&Value>, whole: bool, place: Place) -> Value {
        let mut found = Value::nothing();
        for atom in name.atoms() {
            let Atom::Text(text) = atom else {
                return Value::unknown();
            };
            let text = self.symbols.text(text).to_owned();
            let package = package.and_then(Value::single).and_then(|package| match package {
                Atom::Text(package) => Some(self.symbols.text(package).to_owned()),
                _ => None,
            });
            let level = text.chars().take_while(|&letter| letter == '.').count();
            let absolute = match (level, package) {
                (0, _) => Some(text.clone()),
                (level, Some(package)) => program::absolute(&package, true, level as u32, &text[level..]),
                (_, None) => None,
            };
            let Some(absolute) = absolute else {
                return Value::unknown();
            };
            let loaded = self.load(&absolute);
            self.loads_by_name(&loaded, &absolute, place);
            found = found.with(&match whole {
                true => loaded,
                false => {
                    let first = absolute.split('.').next().unwrap_or_default().to_owned();
                    self.load(&first)
                }
            });
        }
        found
    }

    /// The import statement of a module for which a package is being asked for a name.
    pub fn asking_for(&self, importing: ModuleId) -> Option<ImportId> {
        let (importer, import) = self.asking?;
        (importer == importing).then_some(import)
    }

    /// Notes what an import in a package's `__getattr__` loads for the statement that asks the package for a name.
    fn loads_for_asking(&mut self, loaded: &Value) {
        if let Activity::Import(importing) = self.activity
            && self.asking_for(importing).is_some()
        {
            for atom in loaded.atoms() {
                if let Atom::Module(module) = atom {
                    self.note_load(importing, module);
                }
            }
        }
    }

    /// Notes a module that is loaded by more than the statements of the one that is being imported.
    fn note_load(&mut self, importing: ModuleId, module: ModuleId) {
        let import = self.asking_for(importing);
        let loaded = LoadedByCall { module, import };
        if !self.loads[importing].contains(&loaded) {
            self.loads[importing].push(loaded);
        }
    }

    /// Notes that a call loads a module.
    fn loads_by_name(&mut self, loaded: &Value, name: &str, place: Place) {
        // What is not a file is there if somebody puts it among the loaded modules.
        if !matches!(loaded.single(), Some(Atom::Module(_))) {
            let facet = Facet::State(format!("import:{name}"));
            let what = format!("imports `{name}`");
            self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
        }
        let Activity::Import(importing) = self.activity else {
            return;
        };
        match loaded.single() {
            Some(Atom::Module(module)) => self.note_load(importing, module),
            _ => {
                let top = name.split('.').next().unwrap_or_default();
                let is_own = self.program.find(top).is_some_and(|top| self.is_own(top));
                let grade = if is_own { Grade::Unknown } else { Grade::Assumed };
                let what = format!("imports `{name}`, which is not there to be read");
                self.note_anything(grade, place, what);
            }
        }
    }
}
