//! What the rules know of names whose code is not read, as facets: what reading, changing or calling them touches.
mod absolute;
mod arguments;
pub(super) mod changes;
mod entering;
mod files;
mod ownership;
mod registered;
mod returned;

use super::activity::{Activity, Changed};
use super::facet::{Access, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::project::standard;
use crate::rules::{EffectKind, FacetKey, FacetKind, Group, Returns, Touches};

/// What sort of effect touching a facet is, for people.
fn sort(kind: FacetKind, access: Access) -> EffectKind {
    use FacetKind as Part;
    if access == Access::Read {
        return EffectKind::Surroundings;
    }
    match kind {
        Part::SysPath
        | Part::PathEntries
        | Part::MetaPath
        | Part::Finders
        | Part::PathHooks
        | Part::AuditHooks
        | Part::SysModules
        | Part::Guard => EffectKind::ImportSystem,
        Part::Stdin
        | Part::Input
        | Part::Stdout
        | Part::Stderr
        | Part::StreamSettings
        | Part::Files
        | Part::Network
        | Part::Subprocess
        | Part::Descriptors
        | Part::Terminal
        | Part::Warnings
        | Part::Control => EffectKind::InputOutput,
        Part::Threads | Part::EventLoop | Part::CurrentThread | Part::Lock => EffectKind::Threads,
        Part::Registry => EffectKind::Registration,
        Part::Module | Part::Builtins | Part::Dlopen => EffectKind::Patching,
        Part::Env
        | Part::Cwd
        | Part::Argv
        | Part::Installation
        | Part::WarningFilters
        | Part::Logging
        | Part::Handlers
        | Part::Loggers
        | Part::Locale
        | Part::Timezone
        | Part::Random
        | Part::DecimalContext
        | Part::ContextVars
        | Part::ThreadLocal
        | Part::Cache
        | Part::Signal
        | Part::Atexit
        | Part::RecursionLimit
        | Part::Gc
        | Part::StartMethod
        | Part::Excepthook
        | Part::Displayhook
        | Part::Trace
        | Part::Codecs
        | Part::CodecErrors
        | Part::Copyreg
        | Part::Clock
        | Part::Entropy
        | Part::Pid
        | Part::Umask
        | Part::Privileges
        | Part::Priority
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
        self.takes(name);
        let text = &*self.symbols.shared(name);
        let rules = self.rules;
        if let Some(touches) = rules.facet(text).and_then(|rule| rule.read.as_ref()) {
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
            Access::Write => Touches {
                reads: Vec::new(),
                ..touches.clone()
            },
            Access::Append => Touches {
                adds: touches.writes.clone(),
                ..Touches::default()
            },
        };
        let what = match access {
            Access::Read => format!("reads `{name}`"),
            Access::Write => format!("changes `{name}`"),
            Access::Append => format!("adds to `{name}`"),
        };
        self.touch(&part, of, &what);
        true
    }

    /// Looking at all that a table which everybody shares holds: `len(sys.argv)`, `sys.argv == other`, `if sys.path:`.
    pub fn reads_whole(&mut self, value: &Value, place: Place) {
        for atom in value.atoms() {
            if let Atom::External(name) = atom {
                let name = self.symbols.shared(name);
                self.uses_contents(&name, None, Access::Read, place);
            }
        }
    }

    /// Assigning to a name, to an item of it, or changing it in place.
    pub fn writes_external(&mut self, name: &str, key: Option<&Value>, place: Place) {
        // What is built in cannot be changed, nor can items of a type: the attempt fails.
        let top = name.split('.').next().unwrap_or_default();
        let is_built_in = standard::is_builtin_name(top) && !standard::is_standard(top);
        if is_built_in || key.is_some() && self.is_typing_form(name) {
            return;
        }
        let name = &*changes::through_builtins(name);
        let owner = name.strip_suffix(".__dict__");
        let name = owner.filter(|owner| self.program.find(owner).is_some()).unwrap_or(name);
        if key.is_some() && self.uses_contents(name, key, Access::Write, place) {
            return;
        }
        if let Some(key) = key.filter(|_| self.program.find(name).is_some() || name == "builtins") {
            return self.writes_items(name, key, place);
        }
        let rules = self.rules;
        let what = format!("changes `{name}`");
        // Which logger it is says more than any rule.
        if name.starts_with("logging.Logger.") {
            if self.is_own_logger() {
                let name = self.logger().to_owned();
                self.sets_up_logger(&name, place);
            } else {
                let facet = Facet::State(format!("logging:{}", self.logger()));
                self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
            }
            return;
        }
        let new = self.standing_in.take();
        if new.as_ref().is_some_and(|new| self.puts_import_back(name, new)) {
            self.constant = Some(super::IMPORT[0].to_owned());
        }
        // One of the builtins, and it is not known which: who calls a function of the program says that.
        let is_any = name == "builtins.*" && self.program.modules[place.module].is_beside();
        let named = if is_any { super::IMPORT[1] } else { name };
        if let Some(touches) = rules.facet(named).and_then(|rule| rule.write.as_ref()) {
            let new = Arguments::of(new.into_iter().collect());
            self.touch(
                touches,
                Use {
                    arguments: &new,
                    receiver: None,
                    place,
                },
                &what,
            );
            return;
        }
        let owner = match key {
            Some(_) => Some(name),
            None => name.rsplit_once('.').map(|(owner, _)| owner),
        };
        if owner.is_some_and(|owner| self.changes_shared(owner, place, &what)) {
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
        if let Some((owner, method)) = name.rsplit_once('.') {
            self.enters_with_stack(method, of.arguments, of.place);
            if matches!(method, "__enter__" | "__aenter__") {
                self.enters_for_good(owner, of.receiver, of.place);
            }
        }
        if let Some((owner, method)) = name.rsplit_once('.')
            && self.rules.facet(name).is_none()
        {
            let changes = self.rules.knows(Group::ChangingMethod, method);
            let module = owner.strip_suffix(".__dict__").and_then(|name| self.program.find(name));
            if changes && module.is_some() {
                self.changes_namespace(owner, method, of.arguments, of.place);
                return Some(Value::plain());
            }
            let key = of
                .arguments
                .positional
                .first()
                .filter(|_| self.rules.knows(Group::TakesKey, method));
            let access = if changes { Access::Write } else { Access::Read };
            if (changes || self.rules.knows(Group::ReadingMethod, method))
                && self.uses_contents(owner, key, access, of.place)
                || changes && self.changes_table(owner, of)
                || changes && self.changes_shared(owner, of.place, &format!("calls `{name}`"))
            {
                return Some(Value::plain());
            }
        }
        let rules = self.rules;
        let rule = rules.facet(name)?;
        let touches = rule.call.as_ref()?;
        if let Some(package) = self.category_of_others(name, of.arguments) {
            let facet = Facet::State(format!("warnings.filters:{package}.*"));
            let what = format!("calls `{name}`");
            self.note(
                EffectKind::ProcessState,
                Access::Write,
                facet,
                Grade::Seen,
                of.place,
                what,
            );
        } else if !self.concerns_itself(name, of.arguments) {
            let touches = self.of_mode(rule, touches, of.arguments);
            let touches = self.without_cwd(name, touches, of);
            if touches.all().next().is_some() {
                self.touch(&touches, of, &format!("calls `{name}`"));
            }
        }
        if rule.native {
            self.note_anything(
                Grade::Assumed,
                of.place,
                format!("calls `{name}`, which runs native code"),
            );
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
        let handed_out = self.handed_out(name, rule, of);
        self.names_path(name, of, &handed_out);
        Some(handed_out)
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
        let warns = touches.all().any(|pattern| pattern.kind == FacetKind::Warnings);
        let constant = self.constant.take();
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
                // That a package warns is for any code that filters warnings to notice, which is a read.
                if !self.is_own(of.place.module) && access != Access::Read && warns {
                    continue;
                }
                if access != Access::Read && self.is_its_own_business(at, pattern, key.as_deref(), of.arguments) {
                    let logger = key.filter(|_| pattern.kind == FacetKind::Logging && access == Access::Write);
                    logger.into_iter().for_each(|name| self.sets_up_logger(&name, of.place));
                    continue;
                }
                if pattern.kind == FacetKind::Lock && self.is_free_lock(of.receiver, access) {
                    continue;
                }
                let first = of.arguments.positional.first();
                let is_of_unknown = pattern.kind == FacetKind::Copyreg
                    && first.is_some_and(|first| !matches!(first.single(), Some(Atom::Object(_) | Atom::External(_))));
                let what = match &key {
                    Some(key) if pattern.kind == FacetKind::Env && !key.contains('*') => {
                        format!("{what} (`{key}`)")
                    }
                    _ => what.to_owned(),
                };
                // Under which name an installed package sets a variable may be said by any code that calls it.
                let is_told = matches!(pattern.key, Some(FacetKey::From(_))) && key.as_deref() == Some("*");
                let is_assumed =
                    (is_told && pattern.kind == FacetKind::Env || is_of_unknown) && !self.is_own(of.place.module);
                let grade = match is_assumed && access != Access::Read {
                    true => Grade::Assumed,
                    false => Grade::Seen,
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
                    // What stands in for `__import__` concerns what it knows, too.
                    FacetKind::Builtins | FacetKind::MetaPath | FacetKind::Finders if access != Access::Read => {
                        self.finder_among(of.arguments)
                    }
                    _ => None,
                };
                let finder = finder.map(|object| Changed {
                    object,
                    field: None,
                    is_made_there: false,
                });
                self.constant.clone_from(&constant);
                self.note_of(finder, kind, access, Facet::State(facet), grade, of.place, shown);
            }
        }
    }
}
