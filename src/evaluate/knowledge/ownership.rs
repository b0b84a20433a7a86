//! Whether what a call touches belongs to the module that runs: its own classes, objects and loggers.
use crate::evaluate::activity::Activity;
use crate::evaluate::facet::{Access, Facet, Grade};
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Kind, Owner, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::graph::{Kind as Source, ModuleId};
use crate::rules::{EffectKind, FacetKind, FacetPattern};

fn subclasses_of(class: &str) -> Facet {
    let name = class.rsplit('.').next().unwrap_or(class);
    Facet::State(format!("subclasses:{name}"))
}

impl Machine<'_> {
    /// Somebody asks a class for its subclasses.
    pub fn reads_subclasses(&mut self, class: ObjectId, place: Place) {
        if let Owner::Module(owner) = self.objects[class as usize].owner {
            let what = "asks for the subclasses of a class".to_owned();
            self.note(
                EffectKind::Surroundings,
                Access::Read,
                Facet::Subclasses(owner),
                Grade::Seen,
                place,
                what,
            );
        }
    }

    /// The same of a class whose code is not read, such as `logging.Handler`: by its last name, as it may be imported from several
    /// places.
    pub fn reads_subclasses_of(&mut self, class: &str, place: Place) {
        let facet = subclasses_of(class);
        let what = format!("asks for the subclasses of `{class}`");
        self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
    }

    /// A class is among the subclasses of one whose code is not read.
    pub fn enters_subclasses_of(&mut self, class: &str, place: Place) {
        let facet = subclasses_of(class);
        let what = format!("makes a subclass of `{class}`");
        self.note(EffectKind::Registration, Access::Write, facet, Grade::Seen, place, what);
    }

    /// Whether nobody else can hold a lock, or wait for it, where the execution that goes on takes it: it made the lock itself,
    /// or, while a module is imported, has given it back by the end.
    pub(super) fn is_free_lock(&self, lock: Option<ObjectId>, access: Access) -> bool {
        let is_made_here = lock.is_none_or(|lock| self.is_fresh(lock));
        is_made_here || access != Access::Read && matches!(self.activity, Activity::Import(_))
    }

    /// The module whose import made an object.
    pub(super) fn maker(&self, object: Option<ObjectId>) -> Option<String> {
        match self.objects[object? as usize].owner {
            Owner::Module(module) => Some(self.program.modules[module].name.clone()),
            Owner::Call => None,
        }
    }

    /// `getLogger(name)`: who asks first makes it, which nobody can tell; but what holds for all loggers may have changed.
    pub fn finds_logger(&mut self, name: &str, place: Place) {
        if let Activity::Import(module) = self.activity
            && self.weak + self.weak_around == 0
            && place.module == module
            && name != "*"
        {
            self.loggers_of_modules.insert((module, name.to_owned()));
        }
        let facet = Facet::State(format!("loggers:{name}"));
        let what = format!("asks for the logger `{name}`");
        self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
    }

    /// Whether a change of the warnings filters is about categories of the package itself only, or about warnings in its own
    /// modules: only what loads it gives such warnings.
    pub(super) fn concerns_itself(&self, name: &str, arguments: &Arguments) -> bool {
        if !matches!(name, "warnings.filterwarnings" | "warnings.simplefilter") {
            return false;
        }
        if name == "warnings.filterwarnings" && self.names_own_modules(arguments) {
            return true;
        }
        let values = arguments
            .positional
            .iter()
            .skip(1)
            .chain(arguments.keywords.iter().map(|(_, value)| value));
        values.clone().any(|value| match value.single() {
            Some(Atom::Object(object)) => matches!(self.kind(object), Kind::Class { .. }) && self.is_own_object(object),
            _ => false,
        })
    }

    /// The installed package that made the category which a filter is for: who gives such warnings has loaded it.
    pub(super) fn category_of_others(&self, name: &str, arguments: &Arguments) -> Option<String> {
        let at = match name {
            "warnings.filterwarnings" => 2,
            "warnings.simplefilter" => 1,
            _ => return None,
        };
        let Some(Atom::Object(class)) = arguments.get(at, self.symbols.find("category"))?.single() else {
            return None;
        };
        let Kind::Class { env, .. } = *self.kind(class) else {
            return None;
        };
        let (Activity::Import(running) | Activity::Function(running)) = self.activity;
        let maker = &self.program.modules[self.envs[env as usize].module];
        let is_of_others = maker.kind == Source::Site && maker.top() != self.program.modules[running].top();
        is_of_others.then(|| maker.top().to_owned())
    }

    /// Whether a filter is for warnings in the modules of the package that is being executed: `module="^gitlab"`.
    fn names_own_modules(&self, arguments: &Arguments) -> bool {
        let (Activity::Import(at) | Activity::Function(at)) = self.activity;
        let own = self.program.modules[at].top();
        let pattern = arguments.get(3, self.symbols.find("module"));
        let Some(Atom::Text(pattern)) = pattern.and_then(Value::single) else {
            return false;
        };
        let pattern = self.symbols.text(pattern);
        let after = pattern.trim_start_matches('^').strip_prefix(own);
        // It begins with the whole name, and has no alternative.
        after.is_some_and(|after| !after.contains('|') && matches!(after.chars().next(), None | Some('.' | '\\' | '$')))
    }

    /// Whether a value is a class that the module which is being executed made.
    pub fn is_own_class(&self, value: &Value) -> bool {
        matches!(value.single(), Some(Atom::Object(object))
            if matches!(self.kind(object), Kind::Class { .. }) && self.is_fresh(object))
    }

    /// Whether a value is a class from below the package whose `__init__` is being executed, which nobody has without that.
    pub fn is_class_below(&self, value: &Value, module: ModuleId) -> bool {
        let package = &self.program.modules[module];
        let below = format!("{}.", package.name);
        package.is_package
            && matches!(value.single(), Some(Atom::External(name)) if self.symbols.text(name).starts_with(&below))
    }

    /// Whether a value is of the package that a module belongs to.
    pub(super) fn is_of_package(&self, value: &Value, module: ModuleId) -> bool {
        match value.single() {
            Some(Atom::Object(object)) if self.is_own(module) => self.is_fresh(object),
            Some(Atom::Object(object)) => self.is_own_object(object),
            Some(Atom::External(name)) => {
                self.symbols.text(name).split('.').next() == Some(self.program.modules[module].top())
            }
            _ => false,
        }
    }

    pub fn is_own_object(&self, object: ObjectId) -> bool {
        let (Activity::Import(module) | Activity::Function(module)) = self.activity;
        let modules = &self.program.modules;
        match self.objects[object as usize].owner {
            Owner::Module(owner) => modules[owner].top() == modules[module].top(),
            Owner::Call => true,
        }
    }

    pub(super) fn is_logger_of(&self, module: ModuleId, logger: Option<&str>) -> bool {
        let name = &self.program.modules[module].name;
        let own = match self.program.modules[module].kind {
            Source::Site => name.split('.').next().unwrap_or_default(),
            // Loggers of the project propagate to that of its package, which is not this module's alone.
            Source::FirstParty | Source::Test | Source::Beside | Source::Standard | Source::Missing => name.as_str(),
        };
        logger.is_some_and(|logger| crate::rules::matches(own, logger))
    }

    /// A module sets up its own logger while it is imported: whoever sets up the same one after that has the last word.
    pub(super) fn sets_up_logger(&mut self, name: &str, place: Place) {
        if matches!(self.activity, Activity::Import(_)) && self.weak + self.weak_around == 0 && !name.contains('*') {
            let facet = Facet::State(format!("logger-setup:{name}"));
            let what = format!("sets up its logger `{name}`");
            self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
        }
    }

    pub(super) fn logger(&self) -> &str {
        self.loggers.last().map_or("*", String::as_str)
    }

    pub(super) fn is_own_logger(&self) -> bool {
        let (Activity::Import(module) | Activity::Function(module)) = self.activity;
        self.is_logger_of(module, self.loggers.last().map(String::as_str))
    }

    /// What is done to an object that `getLogger` handed out concerns the logger of that name.
    pub fn enter_logger(&mut self, object: ObjectId) {
        if let Some(&name) = self.loggers_of.get(&object) {
            self.loggers.push(self.symbols.text(name).to_owned());
        }
    }

    /// The name of the logger that `logger.getChild(suffix)` hands out, as `getLogger` is asked for it.
    pub fn child_logger(&mut self, object: ObjectId, method: &str, arguments: &Arguments) -> Option<Value> {
        if method != "logging.Logger.getChild" {
            return None;
        }
        let parent = self.symbols.text(*self.loggers_of.get(&object)?).to_owned();
        let suffix = self.symbols.of("suffix");
        let Atom::Text(suffix) = arguments.get(0, Some(suffix))?.single()? else {
            return None;
        };
        let name = match parent.as_str() {
            "*" => return None,
            "root" | "" => self.symbols.text(suffix).to_owned(),
            parent => format!("{parent}.{}", self.symbols.text(suffix)),
        };
        Some(Atom::Text(self.symbols.of(&name)).into())
    }

    /// The end of it.
    pub fn leave_logger(&mut self, object: ObjectId) {
        if self.loggers_of.contains_key(&object) {
            self.loggers.pop();
        }
    }
}

impl Machine<'_> {
    /// Whether what a module touches concerns nobody else: an installed package that adds what runs at the end or around a fork,
    /// its own loggers, how its own classes are pickled, its own entries among the modules.
    pub(super) fn is_its_own_business(
        &self,
        module: ModuleId,
        pattern: &FacetPattern,
        key: Option<&str>,
        arguments: &Arguments,
    ) -> bool {
        let own = &self.program.modules[module];
        let is_site = own.kind == Source::Site;
        match pattern.kind {
            FacetKind::Atexit => is_site,
            // Which locks of its own it takes at a fork is of no concern while it is not loaded.
            FacetKind::Registry => is_site && key == Some("at_fork"),
            FacetKind::Logging | FacetKind::Handlers => self.is_logger_of(module, key),
            FacetKind::Copyreg => (arguments.positional.first()).is_some_and(|first| self.is_of_package(first, module)),
            FacetKind::SysModules => is_site && key.is_some_and(|key| crate::rules::matches(own.top(), key)),
            _ => false,
        }
    }
}
