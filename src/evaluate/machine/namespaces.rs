//! Names of the project's modules that code of installed packages gets hold of: it is handed a module and goes through it, or
//! looks at the names of the code that calls it.
use super::Machine;
use crate::evaluate::Place;
use crate::evaluate::object::Kind;
use crate::evaluate::value::{Atom, Value};
use crate::graph::{Kind as Source, ModuleId, names_of_frame};
use crate::rules::ModuleReads;

impl Machine<'_> {
    fn is_installed(&self, place: Place) -> bool {
        self.program.modules[place.module].kind == Source::Site
    }

    /// `vars(module)`, `module.__dict__`
    pub fn reads_namespace(&mut self, module: ModuleId, place: Place, how: &'static str) {
        if self.is_own(module) && self.is_installed(place) {
            self.namespaces.entry((module, None)).or_insert((place, how));
        }
    }

    /// `frame.f_globals`: the names of the module that the frame is known to belong to, or else of all that are running.
    pub fn reads_frame(&mut self, known: Option<&Value>, place: Place) {
        if !self.is_installed(place) || self.shows_lines() {
            return;
        }
        let mut modules: Vec<ModuleId> = match known {
            Some(known) => known
                .atoms()
                .filter_map(|atom| self.module_of_namespace(atom))
                .collect(),
            None => self.running.iter().map(|&(module, _)| module).collect(),
        };
        modules.retain(|&module| self.is_own(module));
        if modules.is_empty() {
            return;
        }
        if !self.frames.contains_key(&place) {
            let code = self.code(place.module);
            let names = code.and_then(|code| names_of_frame(code, place.span));
            self.frames.insert(place, names.map(Into::into));
        }
        let names = self.frames[&place].clone();
        for module in modules {
            let how = (place, ".f_globals");
            match &names {
                Some(names) => names.iter().for_each(|name| {
                    self.namespaces.entry((module, Some(name.clone()))).or_insert(how);
                }),
                None => drop(self.namespaces.entry((module, None)).or_insert(how)),
            }
        }
    }

    /// Whether what is running looks only for names of the line of code that a frame is at: these are there when the line runs.
    fn shows_lines(&self) -> bool {
        let Some(&(module, body)) = self.running.last() else {
            return false;
        };
        let Some(code) = self.code(module) else { return false };
        let bodies = std::iter::successors(Some(body), |&body| code.bodies[body as usize].parent);
        let mut names: Vec<&str> = bodies.map(|body| code.name(code.bodies[body as usize].name)).collect();
        names.retain(|name| !name.is_empty());
        names.push(&self.program.modules[module].name);
        names.reverse();
        self.rules.module_reader(&names.join(".")) == Some(ModuleReads::Line)
    }

    fn module_of_namespace(&self, atom: Atom) -> Option<ModuleId> {
        let Atom::Object(object) = atom else { return None };
        match *self.kind(object) {
            Kind::Namespace(module) => Some(module),
            _ => None,
        }
    }

    /// All that was read so, in the order of the modules.
    pub fn namespaces_read(&mut self) -> Vec<(ModuleId, Option<String>, Place, &'static str)> {
        let read = std::mem::take(&mut self.namespaces).into_iter();
        let mut read: Vec<_> = read
            .map(|((module, name), (place, how))| (module, name, place, how))
            .collect();
        read.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        read
    }
}
