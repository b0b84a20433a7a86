//! Whether others notice what a module does when it is executed later.
use super::{Commute, ON_DEMAND, family, is_set_on_purpose, meets, once, users};
use crate::evaluate::{Access, Effect, Facet, Look, Part, Place};
use crate::graph::effort::spend;
use crate::graph::{Bits, Kind, ModuleId, Reach};
use crate::rules::{EffectKind, matches};
use crate::semantics::facts::MODULE;

impl<'a> Commute<'a> {
    /// The first effect of a module that others notice once it is executed later, together with all of `moved`.
    pub fn noticed(&self, module: ModuleId, moved: &Bits, after: &Reach) -> Option<&'a Effect> {
        self.all_noticed(module, moved, after).next()
    }

    /// All effects of a module that others notice then.
    pub fn all_noticed<'s>(
        &'s self,
        module: ModuleId,
        moved: &'s Bits,
        after: &'s Reach,
    ) -> impl Iterator<Item = &'a Effect> + 's {
        let effects = self.inputs.evaluation.that_count(self.inputs.program, module);
        effects.filter(move |effect| match effect.access {
            // What an installed package keeps on its own objects is its own business; what it enters into its own tables
            // may be asked for at once.
            Access::Write | Access::Append if self.is_internal(module, effect, moved, after) => false,
            Access::Write | Access::Append => {
                let is_set_by_others = || {
                    self.without_equal(module, effect, after)
                        .is_some_and(|without| without.is_empty())
                };
                self.is_read(module, effect, moved, after)
                    && self.is_noticed(module, &effect.facet, moved, after)
                    && !is_set_by_others()
            }
            Access::Read => self.is_own_reading(module, effect),
        })
    }

    /// Whether a module may read, while it is imported, what another one writes.
    pub fn may_read(&self, reader: ModuleId, writer: ModuleId, before: &Reach) -> bool {
        let known = self.may_read.borrow().get(&(reader, writer)).copied();
        known.unwrap_or_else(|| {
            let found = self.finds_read(reader, writer, before);
            self.may_read.borrow_mut().insert((reader, writer), found);
            found
        })
    }

    /// Whether a module has been executed before another one writes anything, whichever module loads the two: that imports it first.
    pub fn has_run_before(&self, reader: ModuleId, writer: ModuleId, after: &Reach) -> bool {
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let Some(facts) = program.facts(writer) else {
            return false;
        };
        let loads_first = |write: &Effect| {
            let step = write.chain.iter().find(|step| step.module == writer);
            let at = step.map_or(write.span, |step| step.span);
            let is_there = step.is_some() || write.module == writer;
            let imports = facts
                .imports
                .iter()
                .filter(|import| import.scope == MODULE && !import.context.type_checking && import.runs_in_any_case());
            let mut earlier = imports.filter(|import| import.statement.end <= at.start);
            is_there
                && earlier.any(|import| {
                    let mut targets = program.targets(writer, import).into_iter();
                    targets.any(|target| target == reader || after.of(target).contains(reader))
                })
        };
        let writes = evaluation.that_count(program, writer);
        // In a circle, the one may be executed in the middle of the other.
        !after.of(reader).contains(writer) && writes.filter(|effect| effect.access != Access::Read).all(loads_first)
    }

    fn finds_read(&self, reader: ModuleId, writer: ModuleId, before: &Reach) -> bool {
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let is_read = |write: &Effect| {
            let mut effects = evaluation.that_count(program, reader);
            let of_module = |target: ModuleId| {
                let own = evaluation.reads[reader].keys().any(|part| part.owner() == target);
                let imports = || {
                    self.importers
                        .get(&target)
                        .is_some_and(|importers| importers.contains(&reader))
                };
                own || !program.modules[target].is_own() && imports()
            };
            match &write.facet {
                // Who takes other names of the module does not look into the object; what functions do later is no matter here.
                Facet::Module(target) if !program.modules[*target].is_own() && write.object.is_some() => {
                    let object = write.object.unwrap_or_default();
                    let mut looks = evaluation.looked.get(&object).into_iter().flatten();
                    match program.modules[reader].is_own() {
                        true => evaluation.reads[reader].contains_key(&Part::Object(*target, object)),
                        false => looks.any(|look| look.reader == reader),
                    }
                }
                Facet::Module(target) => of_module(*target),
                Facet::Attribute(name) => self.module_of(name).is_none_or(of_module),
                facet @ (Facet::State(_) | Facet::Subclasses(_) | Facet::Everything) => {
                    effects.any(|effect| effect.access == Access::Read && meets(facet, &effect.facet))
                }
            }
        };
        // What a module has of its own it has by the time that others get hold of it, but for those which it loads itself.
        let is_of_itself = |write: &Effect| match &write.facet {
            Facet::Module(target) => *target == writer && !before.of(writer).contains(reader),
            Facet::Attribute(_) | Facet::State(_) | Facet::Subclasses(_) | Facet::Everything => false,
        };
        // Code that cannot be followed may read anything.
        let is_unknown = || {
            let mut effects = evaluation.that_count(program, reader);
            effects.any(|effect| effect.facet == Facet::Everything)
        };
        let writes = evaluation.that_count(program, writer);
        let mut writes = writes.filter(|effect| effect.access != Access::Read).peekable();
        writes.peek().is_some() && is_unknown() || writes.any(|write| !is_of_itself(write) && is_read(write))
    }

    /// Whether an installed package changes what is its own, where nobody who does not move looks.
    fn is_internal(&self, module: ModuleId, effect: &Effect, moved: &Bits, after: &Reach) -> bool {
        let modules = &self.inputs.program.modules;
        let top = |id: ModuleId| modules[id].top();
        let Facet::Module(target) = effect.facet else {
            return self.is_of_own_native_object(module, &effect.facet);
        };
        let place = Place {
            module: effect.module,
            span: effect.span,
        };
        if once::is_made_once(self.inputs.program, place) {
            return true;
        }
        if modules[target].is_own() {
            return false;
        }
        let is_of_that_package = modules[module].kind == Kind::Site && top(target) == top(module);
        if is_of_that_package && effect.kind == EffectKind::Mutation {
            return true;
        }
        // What is made when it is first asked for is made by any code that asks first.
        let is_made_on_demand = || {
            let looks = self.inputs.evaluation.looked.get(&effect.object.unwrap_or_default());
            if effect.is_made_there && looks.is_some_and(|looks| looks.iter().any(|look| look.body == effect.body)) {
                return true;
            }
            let own = effect
                .chain
                .iter()
                .rev()
                .find(|step| modules[step.module].is_own() || step.module == module);
            own.is_some_and(|step| ON_DEMAND.contains(&step.name.as_str()))
        };
        // A package that serves its names when they are asked for may keep them.
        let serves = effect
            .chain
            .last()
            .is_some_and(|step| ON_DEMAND.contains(&step.name.as_str()));
        if effect.object.is_none() && serves && effect.module == target {
            return true;
        }
        let Some(object) = effect.object.filter(|_| is_of_that_package || is_made_on_demand()) else {
            return false;
        };
        // What a `__getattr__` puts on its object is made again for any code that asks for it by name.
        let code = |module: ModuleId| self.inputs.program.facts(module).map(|facts| &facts.code);
        let is_served = effect.body.is_some_and(|(module, body)| {
            code(module).is_some_and(|code| code.name(code.bodies[body as usize].name) == "__getattr__")
        });
        let mut looks = self.inputs.evaluation.looked.get(&object).into_iter().flatten();
        let may_come_first = |look: &Look| self.may_come_first(look.reader, module, moved, after);
        !looks.any(|look| may_come_first(look) && look.body != effect.body && !(is_served && look.is_by_name))
    }

    /// Whether an installed package sets an attribute of an object of its own native code, such as
    /// `numpy._core._multiarray_umath.isalnum.__module__`: what it keeps on its own objects is its own business.
    fn is_of_own_native_object(&self, module: ModuleId, written: &Facet) -> bool {
        let modules = &self.inputs.program.modules;
        let Facet::Attribute(name) = written else { return false };
        self.module_of(name).is_some_and(|owner| {
            let below = name[modules[owner].name.len()..].trim_start_matches('.');
            modules[module].kind == Kind::Site
                && modules[owner].facts.is_none()
                && modules[module].top() == modules[owner].top()
                && below.contains('.')
        })
    }

    /// Whether code of one module may run before another one is loaded that comes later: that of one which does not move, or which
    /// may be loaded without it. One of the same installed package moves with it where it is always loaded along.
    fn may_come_first(&self, reader: ModuleId, module: ModuleId, moved: &Bits, after: &Reach) -> bool {
        let modules = &self.inputs.program.modules;
        let is_of_package = || modules[reader].kind == Kind::Site && modules[reader].top() == modules[module].top();
        !(moved.contains(reader) || is_of_package()) || !self.is_private(module, reader, after)
    }

    /// Whether somebody who may come first would see what `module` writes of the state of the process.
    pub(super) fn is_read(&self, module: ModuleId, write: &Effect, moved: &Bits, after: &Reach) -> bool {
        let Facet::State(name) = &write.facet else { return true };
        let comes_first = |reader: ModuleId| self.may_come_first(reader, module, moved, after);
        let others = |reader: ModuleId| reader != module && comes_first(reader);
        let is_seen = || {
            let mut reads = self.read.met_by(&write.facet);
            reads.any(|read| self.meets(write, read) && comes_first(read.module))
        };
        match family(name) {
            // Numbers that are taken away are missed where the generator starts at a known number.
            "random" if write.access == Access::Append => self.writes(module).any(|other| {
                other.access == Access::Write && meets(&other.facet, &write.facet) && comes_first(other.module)
            }),
            // Who has a thread of his own finds what was set in that thread.
            "thread-local" => {
                let is_start = |other: &Effect| matches!(&other.facet, Facet::State(name) if name == "threads");
                self.writes(module).any(is_start)
            }
            "cache" | "subclasses" => is_seen(),
            // A library of which only the module that loaded it has the names.
            "dlopen" => name != "dlopen:local",
            "codec-errors" => is_seen() || self.is_written_elsewhere(name.trim_start_matches("codec-errors:"), others),
            "sys.modules" if !name.ends_with('*') => self.is_imported(name, comes_first) || is_seen(),
            "env" | "registry" if self.is_known_by_name(write.module, name) => is_seen(),
            // Packages ask what they are handed for its text; not what only stands for a type.
            _ if users::is_text_of_type(self.inputs.rules, name) => {
                let is_own = |reader: ModuleId| self.inputs.program.modules[reader].is_own();
                is_seen()
                    || users::ASKS_FOR_TEXT
                        .iter()
                        .any(|text| self.is_written_elsewhere(text, |reader| is_own(reader) && others(reader)))
            }
            _ => match self.inputs.rules.found_by_name(name) {
                Some(found) => self.is_written_elsewhere(found, others),
                None => true,
            },
        }
    }

    /// Whether somebody who comes first imports a module that is put among the loaded ones.
    fn is_imported(&self, facet: &str, comes_first: impl Fn(ModuleId) -> bool) -> bool {
        let program = self.inputs.program;
        let name = facet.trim_start_matches("sys.modules:");
        let by_statement = match program.find(name) {
            Some(module) if !program.modules[module].is_own() => {
                let importers = self.importers.get(&module);
                importers.is_some_and(|importers| importers.iter().any(|&id| comes_first(id)))
            }
            Some(_) => true,
            None => false,
        };
        let by_name = Facet::State(format!("import:{name}"));
        by_statement || self.read.of("import").any(|read| read.facet == by_name)
    }

    /// Whether everybody who reads a part of the state is found: a variable of the environment by its name, the table that a
    /// rule names for a module, and one of the standard library into which an installed package enters something of its own,
    /// where rules say who looks it up.
    fn is_known_by_name(&self, writer: ModuleId, facet: &str) -> bool {
        let rules = self.inputs.rules;
        let is_of_package = self.inputs.program.modules[writer].kind == Kind::Site;
        family(facet) == "env" || rules.names_facet(facet) || is_of_package && rules.knows_readers(facet)
    }

    fn is_noticed(&self, module: ModuleId, facet: &Facet, moved: &Bits, after: &Reach) -> bool {
        match facet {
            Facet::State(name) => {
                !self.is_logger_of_what_moves(module, name, moved, after)
                    && !self.is_filter_for_its_user(module, name, after)
            }
            Facet::Everything => true,
            Facet::Module(target) => !self.is_private(module, *target, after),
            Facet::Subclasses(target) => {
                self.is_asked_for_subclasses(*target) && !self.is_private(module, *target, after)
            }
            Facet::Attribute(name) => match self.module_of(name) {
                Some(target) => !self.is_private(module, target, after),
                None => true,
            },
        }
    }

    /// Whether the code of somebody who may come first has a name or text, without which nobody finds what goes by it.
    fn is_written_elsewhere(&self, text: &str, comes_first: impl Fn(ModuleId) -> bool) -> bool {
        let program = self.inputs.program;
        let writes = |id: ModuleId| program.facts(id).is_some_and(|facts| facts.code.has_name(text));
        let mut writers = self.writers.borrow_mut();
        let found = writers
            .entry(text.to_owned())
            .or_insert_with(|| (0..program.modules.len()).filter(|&id| writes(id)).collect());
        text == "*" || found.iter().any(|&id| comes_first(id))
    }

    /// Whether a facet is the logger of an installed package that nobody uses without having loaded `module`: nothing is logged
    /// before it is set up.
    fn is_logger_of_what_moves(&self, module: ModuleId, facet: &str, moved: &Bits, after: &Reach) -> bool {
        let modules = &self.inputs.program.modules;
        let Some(logger) = facet.strip_prefix("logging:") else {
            return false;
        };
        let users = self.of_package(logger);
        let is_private = |&user: &ModuleId| self.is_private(module, user, after);
        // What is said to a logger goes to those above it, too.
        let is_below = |read: &Facet| {
            let read = match read {
                Facet::State(name) => name.strip_prefix("logging:"),
                Facet::Module(_) | Facet::Attribute(_) | Facet::Subclasses(_) | Facet::Everything => None,
            };
            read.is_some_and(|read| read == "*" || matches(logger, read))
        };
        let is_named = |read: &Effect| is_below(&read.facet) && self.may_come_first(read.module, module, moved, after);
        !users.is_empty()
            && users.iter().all(|&user| modules[user].kind == Kind::Site)
            && users.iter().all(is_private)
            && !self
                .read
                .of("logging")
                .any(|read| is_named(read) && !users.contains(&read.module))
    }

    /// Whether a filter is for warnings of an installed package only that nobody has without the module which sets it. Of several
    /// filters the last one comes first: where the project sets others for all warnings, their order counts.
    fn is_filter_for_its_user(&self, module: ModuleId, facet: &str, after: &Reach) -> bool {
        let package = facet
            .strip_prefix("warnings.filters:")
            .and_then(|category| category.strip_suffix(".*"));
        let Some(package) = package.and_then(|package| self.inputs.program.find(package)) else {
            return false;
        };
        let is_other = |write: &Effect| {
            matches!(&write.facet, Facet::State(name) if family(name) == "warnings.filters" && name != facet)
                && self.inputs.program.modules[write.module].is_own()
        };
        !self.all_writes().any(is_other) && self.is_private(module, package, after)
    }

    /// The modules of a package, or of a part of one.
    fn of_package(&self, name: &str) -> Vec<ModuleId> {
        let modules = self.inputs.program.modules.iter().enumerate();
        let of_it = modules.filter(|(_, module)| matches(name, &module.name));
        of_it.map(|(id, _)| id).collect()
    }

    /// Reading the clock or the like: another moment gives another answer. What an installed package reads so is its own.
    pub(super) fn is_own_reading(&self, module: ModuleId, effect: &Effect) -> bool {
        let modules = &self.inputs.program.modules;
        let is_own = modules[module].is_own();
        match &effect.facet {
            // A package that looks at its callers does so to point at them in a warning.
            Facet::State(name) if family(name) == "frames" && !modules[effect.module].is_own() => false,
            Facet::State(name) => is_own && !is_set_on_purpose(name),
            Facet::Module(_) | Facet::Attribute(_) | Facet::Subclasses(_) | Facet::Everything => false,
        }
    }

    /// Whether nobody can find `target` without what `module` did to it.
    fn is_private(&self, module: ModuleId, target: ModuleId, after: &Reach) -> bool {
        let is_sure = || self.sure.with(self.inputs, target).contains(module);
        if target == module || after.of(target).contains(module) && is_sure() {
            return true;
        }
        // Modules of the project may be imported by others that are not seen; of an installed package only these here matter.
        let program = self.inputs.program;
        // The module that is run is there before anybody imports it.
        if program.modules[target].is_own() || program.modules[target].name == "__main__" {
            return false;
        }
        self.always_with(target, module, after)
    }

    /// Whether every import statement of the project that leads to an installed module leads to the other one as well, if that
    /// is not loaded by then, or asks for the package of the other one, which knows what it does to packages that it uses. That both move is not
    /// enough: one may be asked for without the other.
    fn always_with(&self, target: ModuleId, other: ModuleId, after: &Reach) -> bool {
        let modules = &self.inputs.program.modules;
        let top = |id: ModuleId| modules[id].top();
        let knows_it = |&id: &ModuleId| !modules[id].is_own() && top(id) == top(other) && top(id) != top(target);
        spend(self.own_imports.by_targets.len());
        self.own_imports.by_targets.iter().all(|(targets, importers)| {
            let leads = |to: ModuleId| targets.iter().any(|&found| found == to || after.of(found).contains(to));
            !leads(target)
                || leads(other)
                || targets.iter().all(knows_it)
                || importers.iter().all(|&id| after.of(id).contains(other))
        })
    }

    /// Whether somebody may ask a class of a module for its subclasses.
    fn is_asked_for_subclasses(&self, target: ModuleId) -> bool {
        self.asked.contains(&target) || self.subclasses.may_be_asked(target)
    }
}
