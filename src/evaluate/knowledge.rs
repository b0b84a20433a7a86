//! What the rules know of names whose code is not read, as facets: what reading, changing or calling them touches.
use super::facet::{Access, Facet, Grade};
use super::machine::{Activity, Changed, Machine};
use super::object::{Arguments, Container, Kind, Owner, Place};
use super::unroll::MOST_ENTRIES;
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::{Kind as Source, ModuleId};
use crate::project::standard;
use crate::rules::{EffectKind, FacetKey, FacetKind, FacetPattern, FacetRule, Handed, Naming, Returns, Touches};

/// What sort of effect touching a facet is, for people.
fn sort(kind: FacetKind, access: Access) -> EffectKind {
    use FacetKind as Part;
    if access == Access::Read {
        return EffectKind::Surroundings;
    }
    match kind {
        Part::SysPath | Part::MetaPath | Part::PathHooks | Part::SysModules | Part::Guard => EffectKind::ImportSystem,
        Part::Stdin
        | Part::Input
        | Part::Stdout
        | Part::Stderr
        | Part::Files
        | Part::Network
        | Part::Subprocess
        | Part::Terminal
        | Part::Warnings
        | Part::Control => EffectKind::InputOutput,
        Part::Threads | Part::EventLoop | Part::CurrentThread => EffectKind::Threads,
        Part::Registry => EffectKind::Registration,
        Part::Module | Part::Builtins => EffectKind::Patching,
        Part::Env
        | Part::Cwd
        | Part::Argv
        | Part::Installation
        | Part::WarningFilters
        | Part::Logging
        | Part::Loggers
        | Part::Locale
        | Part::Timezone
        | Part::Random
        | Part::DecimalContext
        | Part::ContextVars
        | Part::Signal
        | Part::Atexit
        | Part::RecursionLimit
        | Part::Gc
        | Part::StartMethod
        | Part::Excepthook
        | Part::Displayhook
        | Part::Trace
        | Part::Codecs
        | Part::Copyreg
        | Part::Clock
        | Part::Entropy
        | Part::Pid
        | Part::Umask
        | Part::Privileges
        | Part::Frames => EffectKind::ProcessState,
    }
}

/// A use of a name: what it is handed, and on what it is called.
#[derive(Clone, Copy)]
pub(super) struct Use<'u> {
    pub arguments: &'u Arguments,
    pub receiver: Option<ObjectId>,
    pub place: Place,
}

impl Machine<'_> {
    /// Reading a name may read a part of the state.
    pub fn reads_external(&mut self, name: Symbol, place: Place) {
        self.reads_of_object(name, None, place);
    }

    /// The same of an attribute of an object of foreign code.
    pub fn reads_of_object(&mut self, name: Symbol, receiver: Option<ObjectId>, place: Place) {
        let text = self.symbols.text(name).to_owned();
        let rules = self.rules;
        if let Some(touches) = rules.facet(&text).and_then(|rule| rule.read.as_ref()) {
            let (none, what) = (Arguments::default(), format!("reads `{text}`"));
            self.touch(
                touches,
                Use {
                    arguments: &none,
                    receiver,
                    place,
                },
                &what,
            );
        }
    }

    /// `getLogger(name)`: who asks first makes it, which nobody can tell; but what holds for all loggers may have changed.
    pub fn finds_logger(&mut self, name: &str, place: Place) {
        let facet = Facet::State(format!("loggers:{name}"));
        let what = format!("asks for the logger `{name}`");
        self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
    }

    /// Using the contents of a name: an item, or a method that looks or changes; whether anything is known.
    pub fn uses_contents(&mut self, name: &str, key: Option<&Value>, access: Access, place: Place) -> bool {
        let rules = self.rules;
        let Some(touches) = rules.facet(name).and_then(|rule| rule.item.as_ref()) else {
            return false;
        };
        let arguments = Arguments::of(key.cloned().into_iter().collect());
        let of = Use {
            arguments: &arguments,
            receiver: None,
            place,
        };
        let part = match access {
            Access::Read => Touches {
                reads: touches.reads.clone(),
                ..Touches::default()
            },
            Access::Write | Access::Append => Touches {
                reads: Vec::new(),
                ..touches.clone()
            },
        };
        let what = match access {
            Access::Read => format!("reads `{name}`"),
            Access::Write | Access::Append => format!("changes `{name}`"),
        };
        self.touch(&part, of, &what);
        true
    }

    /// Assigning to a name, to an item of it, or changing it in place.
    pub fn writes_external(&mut self, name: &str, key: Option<&Value>, place: Place) {
        if key.is_some() && self.uses_contents(name, key, Access::Write, place) {
            return;
        }
        let rules = self.rules;
        let what = format!("changes `{name}`");
        // Which logger it is says more than any rule.
        if name.starts_with("logging.Logger.") {
            if !self.is_own_logger() {
                let facet = Facet::State(format!("logging:{}", self.logger()));
                self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
            }
            return;
        }
        if let Some(touches) = rules.facet(name).and_then(|rule| rule.write.as_ref()) {
            let none = Arguments::default();
            self.touch(
                touches,
                Use {
                    arguments: &none,
                    receiver: None,
                    place,
                },
                &what,
            );
            return;
        }
        // An attribute of what a call hands out to everybody is part of what the call is about.
        let shared = name.rsplit_once('.').and_then(|(owner, _)| rules.facet(owner));
        if let Some(rule) = shared.filter(|rule| rule.returns == Some(Returns::Shared))
            && let Some(call) = &rule.call
        {
            let touches = Touches {
                writes: call.reads.clone(),
                ..Touches::default()
            };
            let none = Arguments::default();
            let of = Use {
                arguments: &none,
                receiver: None,
                place,
            };
            self.touch(&touches, of, &what);
            return;
        }
        let facet = match standard::is_standard(name.split('.').next().unwrap_or_default()) {
            true => Facet::State(name.to_owned()),
            false => Facet::Attribute(name.to_owned()),
        };
        self.note(EffectKind::Patching, Access::Write, facet, Grade::Seen, place, what);
    }

    /// Does what the rules say of a call, and what it hands out; none where they say nothing.
    pub fn known_call(&mut self, name: &str, of: Use<'_>) -> Option<Value> {
        if self.known_patch(name, of.arguments, of.place) {
            return Some(Value::plain());
        }
        if let Some((owner, method)) = name.rsplit_once('.')
            && self.rules.facet(name).is_none()
        {
            let changes = super::names::changes_its_object(method);
            let key = of
                .arguments
                .positional
                .first()
                .filter(|_| super::names::takes_a_key(method));
            let access = if changes { Access::Write } else { Access::Read };
            if (changes || super::names::only_reads(method)) && self.uses_contents(owner, key, access, of.place) {
                return Some(Value::plain());
            }
        }
        let rules = self.rules;
        let rule = rules.facet(name)?;
        let touches = rule.call.as_ref()?;
        if !self.concerns_itself(name, of.arguments) {
            let touches = self.of_mode(rule, touches, of.arguments);
            self.touch(&touches, of, &format!("calls `{name}`"));
        }
        for handed in &rule.runs {
            self.runs_handed(handed, of);
        }
        for handed in &rule.changes {
            self.changes_handed(handed, name, of);
        }
        if let Some(naming) = &rule.loads {
            for handed in &naming.arguments {
                if let Some(value) = self.handed(handed, of).into_iter().next() {
                    return Some(self.import_by_name(&value, of.arguments.get(1, None), true, of.place));
                }
            }
        }
        Some(self.handed_out(name, rule, of))
    }

    /// What entering the result of a call touches, as a context manager.
    pub fn enters_external(&mut self, name: &str, object: Option<ObjectId>, place: Place) {
        // What is entered while a module is imported is left before its end, which undoes it.
        if let Activity::Import(_) = self.activity {
            return;
        }
        let rules = self.rules;
        if let Some(touches) = rules.facet(name).and_then(|rule| rule.enter.as_ref()) {
            let none = Arguments::default();
            let of = Use {
                arguments: &none,
                receiver: object,
                place,
            };
            self.touch(touches, of, &format!("enters `{name}`"));
        }
    }

    fn of_mode(&self, rule: &FacetRule, touches: &Touches, arguments: &Arguments) -> Touches {
        let mut touches = touches.clone();
        if let Some(mode) = &rule.mode {
            let given = self.named(mode, arguments, None);
            let reads_only = given.is_none_or(|mode| !mode.contains(['w', 'a', 'x', '+']));
            if reads_only && self.is_literal_or_absent(mode, arguments) {
                touches.writes.clear();
            }
        }
        if let Some(given) = &rule.given
            && given
                .arguments
                .iter()
                .any(|handed| self.argument(handed, arguments).is_some())
        {
            touches.writes.clear();
        }
        if let Some(unless) = &rule.unless_false
            && !self.is_false(&unless.name, arguments)
        {
            touches.writes.extend(unless.writes.iter().cloned());
        }
        if let Some(stream) = &rule.stream
            && arguments
                .keywords
                .iter()
                .any(|(keyword, _)| self.symbols.text(*keyword) == stream)
        {
            touches = Touches::default();
        }
        touches
    }

    /// Whether a call is told `False` by this keyword, or under this key of its first argument.
    fn is_false(&self, name: &str, arguments: &Arguments) -> bool {
        let is_false = |value: &Value| value.single() == Some(Atom::Bool(false));
        let mut keywords = arguments.keywords.iter();
        if let Some((_, value)) = keywords.find(|(keyword, _)| self.symbols.text(*keyword) == name) {
            return is_false(value);
        }
        let Some(Atom::Object(mapping)) = arguments.positional.first().and_then(Value::single) else {
            return false;
        };
        let items = self.known_entries(mapping, MOST_ENTRIES).unwrap_or_default();
        let mut named = items.iter().filter(|(key, _)| self.symbols.text(*key) == name);
        named.any(|(_, value)| is_false(value))
    }

    fn is_literal_or_absent(&self, naming: &Naming, arguments: &Arguments) -> bool {
        naming
            .arguments
            .iter()
            .all(|handed| match self.argument(handed, arguments) {
                Some(value) => matches!(value.single(), Some(Atom::Text(_))),
                None => true,
            })
    }

    fn argument<'u>(&self, handed: &Handed, arguments: &'u Arguments) -> Option<&'u Value> {
        match handed {
            Handed::Place(place) => arguments.positional.get(*place),
            Handed::Keyword(name) => {
                let named = arguments
                    .keywords
                    .iter()
                    .find(|(keyword, _)| self.symbols.text(*keyword) == name);
                named.map(|(_, value)| value)
            }
            Handed::EveryPlace | Handed::EveryKeyword | Handed::Receiver => None,
        }
    }

    /// The text by which a call names something; none where it is not known.
    fn named(&self, naming: &Naming, arguments: &Arguments, receiver: Option<ObjectId>) -> Option<String> {
        for handed in &naming.arguments {
            if *handed == Handed::Receiver {
                let logger = receiver.and_then(|receiver| self.loggers_of.get(&receiver));
                return logger.map(|name| self.symbols.text(*name).to_owned());
            }
            if let Some(value) = self.argument(handed, arguments) {
                return match value.single()? {
                    Atom::Text(text) => Some(self.symbols.text(text).to_owned()),
                    Atom::Beginning(text) => Some(format!("{}*", self.symbols.text(text))),
                    Atom::None => naming.default.clone(),
                    Atom::External(name) => Some(self.symbols.text(name).to_owned()),
                    _ => None,
                };
            }
        }
        naming.default.clone()
    }

    fn changes_handed(&mut self, handed: &Handed, name: &str, of: Use<'_>) {
        let changed = match (handed, of.receiver) {
            (Handed::Receiver, Some(receiver)) => vec![Atom::Object(receiver).into()],
            _ => self.handed(handed, of),
        };
        for atom in changed.iter().flat_map(Value::atoms) {
            if let Atom::Object(object) = atom {
                let what = format!("changes, by `{name}`, something");
                self.changes(object, EffectKind::Registration, of.place, what);
            }
        }
    }

    fn handed(&self, handed: &Handed, of: Use<'_>) -> Vec<Value> {
        match handed {
            Handed::Place(_) | Handed::Keyword(_) => self.argument(handed, of.arguments).cloned().into_iter().collect(),
            Handed::EveryPlace => of
                .arguments
                .positional
                .iter()
                .chain(&of.arguments.rest)
                .cloned()
                .collect(),
            Handed::EveryKeyword => of.arguments.keywords.iter().map(|(_, value)| value.clone()).collect(),
            Handed::Receiver => {
                let held = of
                    .receiver
                    .map(|receiver| self.objects[receiver as usize].elements.clone());
                held.into_iter().collect()
            }
        }
    }

    /// A call goes through an iterable that it was handed, or calls a function.
    fn runs_handed(&mut self, handed: &Handed, of: Use<'_>) {
        for value in self.handed(handed, of) {
            let others: Vec<Value> = of.arguments.all().filter(|other| **other != value).cloned().collect();
            let mut elements = self.iterate(&value, of.place);
            for other in &others {
                elements = elements.with(&self.iterate(other, of.place));
            }
            let others: Vec<&Value> = others.iter().chain([&elements]).collect();
            for atom in value.atoms() {
                self.calls_back(atom, &others, of.place);
            }
        }
    }

    pub fn is_callable(&self, object: ObjectId) -> bool {
        match self.kind(object) {
            Kind::Function { .. } | Kind::Method { .. } | Kind::Partial { .. } | Kind::Class { .. } => true,
            Kind::Instance(_)
            | Kind::Container(_)
            | Kind::Foreign { .. }
            | Kind::Property { .. }
            | Kind::Static(_)
            | Kind::ClassMethod(_)
            | Kind::Generator { .. }
            | Kind::Manager(_)
            | Kind::Super { .. }
            | Kind::Result(_)
            | Kind::Namespace(_)
            | Kind::Fields(_) => false,
        }
    }

    fn handed_out(&mut self, name: &str, rule: &FacetRule, of: Use<'_>) -> Value {
        let named = rule.class.clone().unwrap_or_else(|| name.to_owned());
        match &rule.returns {
            Some(Returns::Argument(Handed::Receiver)) => match of.receiver {
                Some(receiver) => Atom::Object(receiver).into(),
                None => self.result(&named, of.arguments),
            },
            Some(Returns::Argument(handed)) => {
                let values = self.handed(handed, of);
                let value = values.iter().fold(Value::nothing(), |all, one| all.with(one));
                if value.is_nothing() {
                    self.result(&named, of.arguments)
                } else {
                    value
                }
            }
            Some(Returns::Shared) => Atom::External(self.symbols.of(&named)).into(),
            Some(Returns::Fresh) | None => self.result(&named, of.arguments),
        }
    }

    /// Whether calling a name hands out what everybody shares.
    pub fn is_shared(&self, name: &str) -> bool {
        name == "logging.Logger"
            || self
                .rules
                .facet(name)
                .is_some_and(|rule| rule.returns == Some(Returns::Shared))
    }

    /// Notes what a use touches.
    fn touch(&mut self, touches: &Touches, of: Use<'_>, what: &str) {
        let (Activity::Import(at) | Activity::Function(at)) = self.activity;
        let is_site = self.program.modules[at].kind == Source::Site;
        let warns = touches.all().any(|pattern| pattern.kind == FacetKind::Warnings);
        for (patterns, access) in [
            (&touches.reads, Access::Read),
            (&touches.writes, Access::Write),
            (&touches.adds, Access::Append),
            (&touches.appends, Access::Append),
        ] {
            let keyed = patterns
                .iter()
                .flat_map(|pattern| self.keys(pattern, of).into_iter().map(move |key| (pattern, key)));
            for (pattern, key) in keyed.collect::<Vec<_>>() {
                // That a package warns is for whoever filters warnings to notice, which is a read.
                if !self.is_own(of.place.module) && access != Access::Read && warns {
                    continue;
                }
                // What an installed package adds for itself, or does to its own loggers, is its own business.
                if is_site && access != Access::Read && pattern.kind == FacetKind::Atexit {
                    continue;
                }
                if pattern.kind == FacetKind::Logging && access != Access::Read && self.is_logger_of(at, key.as_deref())
                {
                    continue;
                }
                // How a class of one's own is pickled concerns only who has it.
                let first = of.arguments.positional.first();
                if pattern.kind == FacetKind::Copyreg && first.is_some_and(|first| self.is_of_package(first, at)) {
                    continue;
                }
                let is_own_module = key.as_deref().is_some_and(|key| {
                    let own = self.program.modules[at].name.split('.').next().unwrap_or_default();
                    crate::rules::matches(own, key)
                });
                if is_site && pattern.kind == FacetKind::SysModules && is_own_module {
                    continue;
                }
                let what = match &key {
                    Some(key) if pattern.kind == FacetKind::Env && !key.contains('*') => {
                        format!("{what} (`{key}`)")
                    }
                    _ => what.to_owned(),
                };
                let facet = match key {
                    Some(key) => format!("{}:{key}", pattern.kind.name()),
                    None => pattern.kind.name().to_owned(),
                };
                let shown = match access {
                    Access::Read => what.replacen("calls", "reads its surroundings by", 1),
                    Access::Write | Access::Append => what,
                };
                let kind = sort(pattern.kind, access);
                let finder = match pattern.kind {
                    FacetKind::MetaPath if access != Access::Read => self.finder_among(of.arguments),
                    _ => None,
                };
                let finder = finder.map(|object| Changed {
                    object,
                    is_made_there: false,
                });
                self.note_of(finder, kind, access, Facet::State(facet), Grade::Seen, of.place, shown);
            }
        }
    }

    /// The finder that a call puts among the others while a module is imported, where it is known which.
    fn finder_among(&mut self, arguments: &Arguments) -> Option<ObjectId> {
        let objects = arguments.all().filter_map(Value::single).filter_map(|atom| match atom {
            Atom::Object(object) => Some(object),
            _ => None,
        });
        let finders: Vec<ObjectId> = objects
            .filter(|&object| matches!(self.kind(object), Kind::Instance(_) | Kind::Class { .. }))
            .collect();
        let known = arguments.all().all(|value| value.single().is_some());
        let &[finder] = finders.as_slice() else { return None };
        if !known || !matches!(self.activity, Activity::Import(_)) {
            return None;
        }
        self.finders.push(finder);
        Some(finder)
    }

    /// The parts of a facet that a use touches; none for all of one that has no parts.
    fn keys(&self, pattern: &FacetPattern, of: Use<'_>) -> Vec<Option<String>> {
        match &pattern.key {
            None => vec![None],
            Some(FacetKey::Named(name)) => vec![Some(name.clone())],
            Some(FacetKey::Any) => vec![Some("*".to_owned())],
            Some(FacetKey::From(naming)) => match self.several_named(naming, of.arguments) {
                Some(names) => names.into_iter().map(Some).collect(),
                None => {
                    let name = self.named(naming, of.arguments, of.receiver);
                    vec![Some(name.unwrap_or_else(|| "*".to_owned()))]
                }
            },
        }
    }

    /// The names that a call hands over where they are several: each text that an argument may be, the keys of a dict, and
    /// keywords; none where one of them is not known.
    fn several_named(&self, naming: &Naming, arguments: &Arguments) -> Option<Vec<String>> {
        let text = |symbol: Symbol| self.symbols.text(symbol).to_owned();
        let mut names = Vec::new();
        let mut is_named = false;
        for handed in &naming.arguments {
            if *handed == Handed::EveryKeyword {
                if arguments.rest.is_some() {
                    return None;
                }
                names.extend(arguments.keywords.iter().map(|(keyword, _)| text(*keyword)));
                continue;
            }
            let Some(value) = self.argument(handed, arguments).filter(|_| !is_named) else {
                continue;
            };
            is_named = true;
            for atom in value.atoms() {
                match atom {
                    Atom::Text(name) => names.push(text(name)),
                    Atom::Object(object)
                        if *self.kind(object) == Kind::Container(Container::Dict)
                            && self.objects[object as usize].elements.is_nothing() =>
                    {
                        names.extend(self.objects[object as usize].attributes.keys().map(|&key| text(key)));
                    }
                    _ => return None,
                }
            }
        }
        names.sort_unstable();
        names.dedup();
        (!names.is_empty()).then_some(names)
    }

    /// Whether a change of the warnings filters is about categories of the package itself only: only what loads it gives
    /// such warnings.
    fn concerns_itself(&self, name: &str, arguments: &Arguments) -> bool {
        if !matches!(name, "warnings.filterwarnings" | "warnings.simplefilter") {
            return false;
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

    /// Whether a value is a class that the module which is being executed made.
    pub fn is_own_class(&self, value: &Value) -> bool {
        matches!(value.single(), Some(Atom::Object(object))
            if matches!(self.kind(object), Kind::Class { .. }) && self.is_fresh(object))
    }

    /// Whether an object was made by a module of the package that is being executed.
    /// Whether a value is of the package that a module belongs to.
    fn is_of_package(&self, value: &Value, module: ModuleId) -> bool {
        match value.single() {
            Some(Atom::Object(object)) if self.is_own(module) => self.is_fresh(object),
            Some(Atom::Object(object)) => self.is_own_object(object),
            Some(Atom::External(name)) => {
                let top = |name: &str| name.split('.').next().map(str::to_owned);
                top(self.symbols.text(name)) == top(&self.program.modules[module].name)
            }
            _ => false,
        }
    }

    fn is_own_object(&self, object: ObjectId) -> bool {
        let (Activity::Import(module) | Activity::Function(module)) = self.activity;
        let top = |module: ModuleId| self.program.modules[module].name.split('.').next();
        match self.objects[object as usize].owner {
            Owner::Module(owner) => top(owner) == top(module),
            Owner::Call => true,
        }
    }

    fn is_logger_of(&self, module: ModuleId, logger: Option<&str>) -> bool {
        let name = &self.program.modules[module].name;
        let own = match self.program.modules[module].kind {
            Source::Site => name.split('.').next().unwrap_or_default(),
            // Loggers of the project propagate to that of its package, which is not this module's alone.
            Source::FirstParty | Source::Test | Source::Beside | Source::Standard | Source::Missing => name.as_str(),
        };
        logger.is_some_and(|logger| crate::rules::matches(own, logger))
    }

    fn logger(&self) -> &str {
        self.loggers.last().map_or("*", String::as_str)
    }

    fn is_own_logger(&self) -> bool {
        let (Activity::Import(module) | Activity::Function(module)) = self.activity;
        self.is_logger_of(module, self.loggers.last().map(String::as_str))
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

    /// Calls that replace what they name: `mock.patch.object`, `monkeypatch.setattr`.
    fn known_patch(&mut self, name: &str, arguments: &Arguments, place: Place) -> bool {
        let Some(first) = arguments.positional.first().cloned() else {
            return false;
        };
        let second = arguments.positional.get(1).and_then(Value::single);
        let key = match second {
            Some(Atom::Text(key)) => Some(self.symbols.text(key).to_owned()),
            _ => None,
        };
        match name.strip_prefix("pytest.MonkeyPatch.").unwrap_or(name) {
            "setenv" | "delenv" => drop(self.uses_contents("os.environ", Some(&first), Access::Write, place)),
            "chdir" if name.starts_with("pytest") => self.writes_state("cwd", name, place),
            "syspath_prepend" => self.writes_state("sys.path", name, place),
            "setitem" | "delitem" => self.writes_named(&first, None, place),
            "setattr" | "delattr" if name.contains('.') => self.writes_named(&first, key.as_deref(), place),
            _ if name.ends_with("mock.patch.dict") => self.known_patch_of_items(&first, arguments, place),
            _ if name.ends_with("mock.patch.object") => self.writes_named(&first, key.as_deref(), place),
            _ if name.ends_with("mock.patch") => match first.single() {
                Some(Atom::Text(target)) => {
                    let target = self.symbols.text(target).to_owned();
                    self.writes_external(&target, None, place);
                }
                _ => return true,
            },
            _ => return false,
        }
        true
    }

    /// `mock.patch.dict(target, {"key": value}, key=value)`: those keys are set for a while.
    fn known_patch_of_items(&mut self, target: &Value, arguments: &Arguments, place: Place) {
        let target = match target.single() {
            Some(Atom::Text(name)) => Atom::External(name).into(),
            _ => target.clone(),
        };
        let handed = arguments.positional.get(1).cloned().unwrap_or_default();
        let keys = self.known_items(&handed).into_iter().chain(arguments.keywords.clone());
        let mut keys: Vec<Value> = keys.map(|(key, _)| Atom::Text(key).into()).collect();
        let is_known = handed.atoms().all(|atom| match atom {
            Atom::Object(object) => self.objects[object as usize].elements_beside_known().is_nothing(),
            _ => false,
        });
        if !is_known || arguments.rest.is_some() {
            keys.push(Value::plain());
        }
        for key in keys {
            for atom in target.atoms() {
                if let Some(name) = self.external_name(atom).map(str::to_owned) {
                    self.writes_external(&name, Some(&key), place);
                }
            }
        }
    }

    fn writes_state(&mut self, facet: &str, name: &str, place: Place) {
        let (facet, what) = (Facet::State(facet.to_owned()), format!("calls `{name}`"));
        self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
    }

    /// An attribute (or, without one, the contents) of something that is known by its name is replaced.
    fn writes_named(&mut self, target: &Value, attribute: Option<&str>, place: Place) {
        for atom in target.atoms() {
            let name = match atom {
                Atom::Module(module) => Some(self.program.modules[module].name.clone()),
                _ => self.external_name(atom).map(str::to_owned),
            };
            match (name, attribute) {
                (Some(name), Some(attribute)) => self.writes_external(&format!("{name}.{attribute}"), None, place),
                (Some(name), None) => self.writes_external(&name, Some(&Value::plain()), place),
                (None, _) => {}
            }
        }
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
        let of = Use {
            arguments,
            receiver: None,
            place,
        };
        if self.known_call(name, of).is_none() && !self.rules.is_harmless_call(name) {
            self.assumes(name, "makes an instance of a subclass of", place);
        }
    }

    /// What making a subclass of a class of foreign code does.
    pub fn subclass_of_external(&mut self, name: &str, place: Place) {
        self.assumes(name, "makes a subclass of", place);
    }

    /// Something happens in code that is not read, of which nothing is known.
    fn assumes(&mut self, name: &str, how: &str, place: Place) {
        let top = name.split('.').next().unwrap_or_default();
        if name.contains('.') && !standard::is_standard(top) {
            let what = format!("{how} `{name}`");
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
