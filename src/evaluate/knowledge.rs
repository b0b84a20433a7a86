//! What is known of names whose code is not read, as facets: what reading, changing or calling them touches.
use super::facet::{Access, Facet, Grade};
use super::machine::{Activity, Machine};
use super::names;
use super::object::{Arguments, Kind, Owner, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::Kind as Source;
use crate::rules::EffectKind;

pub(super) use names::{changes_its_object, is_shared_object as is_shared, only_reads, registers};

/// Parts of the process's state that a name stands for, so that reading the name reads them.
const STATE: &[(&str, &str)] = &[
    ("sys.argv", "argv"),
    ("sys.stdin", "stdin"),
    ("sys.stdout", "stdout"),
    ("sys.stderr", "stderr"),
    ("sys.path", "sys.path"),
    ("sys.meta_path", "meta_path"),
    ("sys.path_hooks", "path_hooks"),
    ("sys.orig_argv", "argv"),
];

/// Names whose values stand under keys.
const KEYED: &[(&str, &str)] = &[
    ("os.environ", "env"),
    ("os.environb", "env"),
    ("sys.modules", "sys.modules"),
];

/// Calls whose first argument is a key, by the state that they are about.
const BY_KEY: &[(&str, &str)] = &[
    ("os.getenv", "env"),
    ("os.putenv", "env"),
    ("os.unsetenv", "env"),
    ("os.environ.get", "env"),
    ("os.environ.pop", "env"),
    ("os.environ.setdefault", "env"),
    ("os.environ.__getitem__", "env"),
    ("pytest.MonkeyPatch.setenv", "env"),
    ("pytest.MonkeyPatch.delenv", "env"),
];

fn family(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, family)| *family)
}

impl Machine<'_> {
    /// The facet of an item of a name, or of all its items.
    pub fn keyed_facet(&self, name: &str, key: Option<&Value>) -> Option<String> {
        match family(KEYED, name) {
            Some(family) => Some(self.under_key(family, key)),
            None => family_of_state(name).map(str::to_owned),
        }
    }

    fn under_key(&self, family: &str, key: Option<&Value>) -> String {
        match key.and_then(Value::single) {
            Some(Atom::Text(key)) => format!("{family}:{}", self.symbols.text(key)),
            _ => format!("{family}:*"),
        }
    }

    /// Reading a name may read a part of the state.
    pub fn reads_external(&mut self, name: Symbol, place: Place) {
        let text = self.symbols.text(name).to_owned();
        if let Some((_, state)) = STATE.iter().find(|(known, _)| *known == text) {
            let facet = Facet::State((*state).to_owned());
            self.note(
                EffectKind::Surroundings,
                Access::Read,
                facet,
                Grade::Seen,
                place,
                format!("reads `{text}`"),
            );
        }
    }

    /// Assigning to a name, an item of it, or changing it in place.
    pub fn writes_external(&mut self, name: &str, key: Option<&Value>, place: Place) {
        let what = format!("changes `{name}`");
        let top = name.split('.').next().unwrap_or_default();
        let is_standard = self
            .program
            .find(top)
            .is_some_and(|top| self.program.modules[top].kind == Source::Standard)
            || crate::project::standard::is_standard(top);
        if let Some(facet) = self.keyed_facet(name, key) {
            let kind = names::changed(name).unwrap_or(EffectKind::ProcessState);
            self.note(kind, Access::Write, Facet::State(facet), Grade::Seen, place, what);
        } else if is_standard || names::changed(name).is_some() {
            let kind = names::changed(name).unwrap_or(EffectKind::Patching);
            if !self.own_logger(name) {
                self.note(
                    kind,
                    Access::Write,
                    Facet::State(name.to_owned()),
                    Grade::Seen,
                    place,
                    what,
                );
            }
        } else {
            self.note(
                EffectKind::Patching,
                Access::Write,
                Facet::Attribute(name.to_owned()),
                Grade::Seen,
                place,
                what,
            );
        }
    }

    /// A method of a part of the process's state, such as `os.environ.get` or `sys.path.append`; whether it is one.
    pub fn method_of_state(&mut self, name: &str, arguments: &Arguments, place: Place) -> bool {
        let name = if name == "os.getenv" { "os.environ.get" } else { name };
        let Some((owner, method)) = name.rsplit_once('.') else {
            return false;
        };
        let takes_a_key = matches!(method, "get" | "pop" | "setdefault" | "__getitem__" | "__contains__");
        let key = arguments.positional.first().filter(|_| takes_a_key);
        let Some(facet) = self.keyed_facet(owner, key) else {
            return false;
        };
        let facet = Facet::State(facet);
        if changes_its_object(method) {
            let kind = names::call(name, false).map_or(EffectKind::ProcessState, |(kind, _)| kind);
            self.note(
                kind,
                Access::Write,
                facet,
                Grade::Seen,
                place,
                format!("calls `{name}`"),
            );
            true
        } else if only_reads(method) || matches!(method, "isatty" | "fileno" | "encoding") {
            let what = format!("reads its surroundings by `{name}`");
            self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
            true
        } else {
            false
        }
    }

    /// Notes what a call of a known name does; whether anything is known.
    pub fn known_call(&mut self, name: &str, arguments: &Arguments, place: Place) -> bool {
        if self.known_patch(name, arguments, place) {
            return true;
        }
        let is_builtin = !name.contains('.');
        let Some((kind, is_certain)) = names::call(name, is_builtin) else {
            return false;
        };
        let importing = match self.activity {
            Activity::Import(module) | Activity::Function(module) => module,
        };
        let is_site = self.program.modules[importing].kind == Source::Site;
        if self.concerns_itself(name, arguments) {
            return true;
        }
        if name == "warnings.warn" {
            let facet = Facet::State("warnings.filters".to_owned());
            self.note(
                EffectKind::Surroundings,
                Access::Read,
                facet,
                Grade::Seen,
                place,
                "warns".to_owned(),
            );
            if is_site {
                return true;
            }
        }
        let is_keyed = name.starts_with("logging.") || name.starts_with("warnings.");
        if is_site && !is_certain && !is_keyed && matches!(self.activity, Activity::Import(_)) {
            return true;
        }
        let what = match kind {
            EffectKind::Surroundings => format!("reads its surroundings by `{name}`"),
            _ => format!("calls `{name}`"),
        };
        let facet = Facet::State(self.facet_of_call(name, arguments));
        let access = match kind {
            EffectKind::Surroundings => Access::Read,
            _ => Access::Write,
        };
        self.note(kind, access, facet, Grade::Seen, place, what);
        true
    }

    /// The part of the state that a call is about.
    fn facet_of_call(&self, name: &str, arguments: &Arguments) -> String {
        if let Some(family) = family(BY_KEY, name) {
            return self.under_key(family, arguments.positional.first());
        }
        if name == "os.environ.update" {
            return "env:*".to_owned();
        }
        for (prefix, state) in [
            ("os.environ", "env:*"),
            ("os.chdir", "cwd"),
            ("os.fchdir", "cwd"),
            ("os.getcwd", "cwd"),
            ("pathlib.Path.cwd", "cwd"),
            ("os.path.abspath", "cwd"),
            ("pytest.MonkeyPatch.chdir", "cwd"),
            ("sys.argv", "argv"),
            ("sys.path", "sys.path"),
            ("sys.meta_path", "meta_path"),
            ("sys.path_hooks", "path_hooks"),
            ("sys.modules", "sys.modules:*"),
            ("warnings.", "warnings.filters"),
            ("logging.", "logging"),
            ("locale.", "locale"),
            ("random.", "random"),
            ("decimal.", "decimal.context"),
            ("contextlib.redirect_stdout", "stdout"),
            ("contextlib.redirect_stderr", "stderr"),
        ] {
            if name.starts_with(prefix) {
                return state.to_owned();
            }
        }
        name.to_owned()
    }

    /// Whether a change of the logging or of the warnings filters is about the package's own loggers or categories only.
    fn concerns_itself(&self, name: &str, arguments: &Arguments) -> bool {
        if name.starts_with("logging.getLogger.") {
            return self.own_logger(name);
        }
        if matches!(name, "warnings.filterwarnings" | "warnings.simplefilter") {
            let is_own_class = |value: &Value| {
                let mut atoms = value.atoms().peekable();
                atoms.peek().is_some()
                    && atoms.all(|atom| matches!(atom, Atom::Object(object) if self.is_own_object(object)))
            };
            let mut values = arguments
                .positional
                .iter()
                .skip(1)
                .chain(arguments.keywords.iter().map(|(_, value)| value));
            return values.any(|value| {
                is_own_class(value)
                    && matches!(value.single(), Some(Atom::Object(object)) if matches!(self.kind(object), Kind::Class { .. }))
            });
        }
        false
    }

    /// Whether an object was made by a module of the package that is being executed.
    fn is_own_object(&self, object: ObjectId) -> bool {
        let (Activity::Import(module) | Activity::Function(module)) = self.activity;
        match self.objects[object as usize].owner {
            Owner::Module(owner) => self.is_same_package(owner, module),
            Owner::Call => true,
        }
    }

    /// Whether two modules belong to one distribution, as far as their names tell.
    pub fn is_same_package(&self, left: usize, right: usize) -> bool {
        let top = |module: usize| self.program.modules[module].name.split('.').next();
        top(left) == top(right)
    }

    /// Whether a logger is that of the package itself.
    fn own_logger(&self, name: &str) -> bool {
        if !name.starts_with("logging.getLogger") {
            return false;
        }
        let (Activity::Import(module) | Activity::Function(module)) = self.activity;
        let name = &self.program.modules[module].name;
        let own = match self.program.modules[module].kind {
            Source::Site => name.split('.').next().unwrap_or_default(),
            // Loggers of the project propagate to that of its package, which is not this module's alone.
            _ => name.as_str(),
        };
        self.loggers
            .last()
            .is_some_and(|logger| crate::rules::matches(own, logger))
    }

    /// What is done to an object that `getLogger` handed out concerns the logger of that name.
    pub fn enter_logger(&mut self, object: ObjectId) {
        if let Some(&name) = self.loggers_of.get(&object) {
            self.loggers.push(self.symbols.text(name).to_owned());
        }
    }

    /// The end of it.
    pub fn leave_logger(&mut self, object: ObjectId) {
        if self.loggers_of.contains_key(&object) {
            self.loggers.pop();
        }
    }

    /// Calls that replace what they name: `mock.patch`, `monkeypatch.setattr`.
    fn known_patch(&mut self, name: &str, arguments: &Arguments, place: Place) -> bool {
        let is_dict = name.ends_with("mock.patch.dict") || name == "pytest.MonkeyPatch.setitem";
        let is_object = matches!(
            name,
            "pytest.MonkeyPatch.setattr" | "pytest.MonkeyPatch.delattr" | "setattr" | "delattr"
        ) || name.ends_with("mock.patch.object");
        if !is_dict && !is_object {
            return false;
        }
        let Some(target) = arguments.positional.first().cloned() else {
            return true;
        };
        let key = arguments.positional.get(1).cloned();
        for atom in target.atoms() {
            let Some(of) = self.external_name(atom).map(str::to_owned) else {
                continue;
            };
            if is_dict {
                self.writes_external(&of, None, place);
            } else if let Some(Atom::Text(attribute)) = key.as_ref().and_then(Value::single) {
                let whole = format!("{of}.{}", self.symbols.text(attribute));
                self.writes_external(&whole, None, place);
            }
        }
        for atom in target.atoms() {
            let Atom::Module(module) = atom else { continue };
            if let Some(Atom::Text(attribute)) = key.as_ref().and_then(Value::single) {
                let whole = format!("{}.{}", self.program.modules[module].name, self.symbols.text(attribute));
                self.writes_external(&whole, None, place);
            }
        }
        true
    }

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

    /// What making an instance of a class of foreign code does.
    pub fn instance_of_external(&mut self, name: &str, arguments: &Arguments, place: Place) {
        if self.known_call(name, arguments, place) || self.rules.is_harmless_call(name) {
            return;
        }
        let is_plain = matches!(
            name,
            "object" | "Exception" | "BaseException" | "dict" | "list" | "str" | "int" | "tuple"
        ) || name.starts_with("typing.")
            || name.starts_with("abc.")
            || name.starts_with("enum.")
            || name.starts_with("collections.");
        let top = name.split('.').next().unwrap_or_default();
        let is_standard = crate::project::standard::is_standard(top);
        if !is_plain && !is_standard && name.contains('.') {
            let what = format!("makes an instance of a subclass of `{name}`");
            self.note(
                EffectKind::UnknownCode,
                Access::Write,
                Facet::Everything,
                Grade::Assumed,
                place,
                what,
            );
        }
    }

    /// What making a subclass of a class of foreign code does.
    pub fn subclass_of_external(&mut self, name: &str, place: Place) {
        let top = name.split('.').next().unwrap_or_default();
        if name.contains('.') && !crate::project::standard::is_standard(top) {
            let what = format!("makes a subclass of `{name}`");
            self.note(
                EffectKind::UnknownCode,
                Access::Write,
                Facet::Everything,
                Grade::Assumed,
                place,
                what,
            );
        }
    }
}

fn family_of_state(name: &str) -> Option<&'static str> {
    STATE.iter().find(|(known, _)| *known == name).map(|(_, state)| *state)
}
