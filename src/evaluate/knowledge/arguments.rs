//! What the rules say of the arguments of a call: which they mean, what they name, which of them are run.
use super::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind};
use crate::evaluate::unroll::MOST_ENTRIES;
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
use crate::rules::{EffectKind, FacetKey, FacetKind, FacetPattern, FacetRule, Handed, Naming, Touches};

/// The name by which SQLite is told to make no file.
const IN_MEMORY: &str = ":memory:";

impl Machine<'_> {
    pub(super) fn of_mode(&self, rule: &FacetRule, touches: &Touches, arguments: &Arguments) -> Touches {
        let mut touches = touches.clone();
        if let Some(mode) = &rule.mode {
            let given = self.named(mode, arguments, None);
            let reads_only = given.is_none_or(|mode| !mode.contains(['w', 'a', 'x', '+']));
            if reads_only && self.is_literal_or_absent(mode, arguments) {
                touches.writes.clear();
            }
        }
        if let Some(given) = &rule.given
            && given.arguments.iter().any(|handed| {
                let value = self.argument(handed, arguments);
                value.is_some_and(|value| value.single() != Some(Atom::None))
            })
        {
            touches = Touches::default();
        }
        let first = arguments.positional.first().and_then(Value::single);
        if let Some(Atom::Text(first)) = first.filter(|_| !rule.reads_nothing_for.is_empty()) {
            let first = self.symbols.text(first);
            let mut harmless = rule.reads_nothing_for.iter();
            if harmless.any(|text| text.eq_ignore_ascii_case(first)) {
                touches.reads.clear();
            }
        }
        if let Some(unless) = &rule.unless_false
            && !self.is_false(&unless.name, arguments)
        {
            touches.writes.extend(unless.writes.iter().cloned());
        }
        let mut keywords = arguments.keywords.iter();
        if let Some(stream) = &rule.stream
            && let Some((_, object)) = keywords.find(|(keyword, _)| self.symbols.text(*keyword) == stream)
        {
            touches = self.on_stream(touches, object);
        }
        touches
    }

    /// What a call touches that writes to an object instead: of another stream of the process the same, of anything else nothing.
    fn on_stream(&self, mut touches: Touches, object: &Value) -> Touches {
        let stream = match object.single() {
            // What it writes to by itself.
            Some(Atom::None) => return touches,
            Some(atom) => match self.external_name(atom) {
                Some("sys.stdout" | "sys.__stdout__") => FacetKind::Stdout,
                Some("sys.stderr" | "sys.__stderr__") => FacetKind::Stderr,
                Some(_) | None => return Touches::default(),
            },
            None => return Touches::default(),
        };
        let Touches {
            reads,
            writes,
            adds,
            appends,
        } = &mut touches;
        for pattern in [reads, writes, adds, appends].into_iter().flatten() {
            if matches!(pattern.kind, FacetKind::Stdout | FacetKind::Stderr) {
                pattern.kind = stream;
            }
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
                let logger = logger.map(|name| self.symbols.text(*name).to_owned());
                return logger.or_else(|| self.path_of(receiver?));
            }
            if let Some(value) = self.argument(handed, arguments) {
                return match value.single()? {
                    Atom::Text(text) => Some(self.symbols.text(text).to_owned()),
                    Atom::Beginning(text) => Some(format!("{}*", self.symbols.text(text))),
                    Atom::None => naming.default.clone(),
                    Atom::External(name) => Some(self.symbols.text(name).to_owned()),
                    Atom::Object(object) => self.path_of(object),
                    Atom::Module(module) => Some(self.program.modules[module].name.clone()),
                    _ => None,
                };
            }
        }
        naming.default.clone()
    }

    pub(super) fn changes_handed(&mut self, handed: &Handed, name: &str, of: Use<'_>) {
        let changed = match (handed, of.receiver) {
            (Handed::Receiver, Some(receiver)) => vec![Atom::Object(receiver).into()],
            _ => self.handed(handed, of),
        };
        for atom in changed.iter().flat_map(Value::atoms) {
            if let Atom::Object(object) = atom {
                if let Kind::Instance(_) = self.kind(object) {
                    self.put_under_any_name(object, &Value::unknown());
                }
                let what = format!("changes, by `{name}`, something");
                self.changes(object, EffectKind::Registration, of.place, what);
            }
        }
    }

    pub(super) fn handed(&self, handed: &Handed, of: Use<'_>) -> Vec<Value> {
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
    pub(super) fn runs_handed(&mut self, handed: &Handed, of: Use<'_>) {
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

    /// The finder that a call puts among the others while a module is imported, or what it puts in the place of `__import__`, where it
    /// is known which.
    pub(super) fn finder_among(&mut self, arguments: &Arguments) -> Option<ObjectId> {
        let objects = arguments.all().filter_map(Value::single).filter_map(Atom::object);
        let finders: Vec<ObjectId> = objects
            .filter(|&object| {
                matches!(
                    self.kind(object),
                    Kind::Instance(_) | Kind::Class { .. } | Kind::Function { .. }
                )
            })
            .collect();
        let known = arguments.all().all(|value| value.single().is_some());
        let &[finder] = finders.as_slice() else { return None };
        if !known {
            return None;
        }
        self.escapes = true;
        self.finders.push(finder);
        Some(finder)
    }

    /// The parts of a facet that a use touches; none for all of one that has no parts.
    pub(super) fn keys(&self, pattern: &FacetPattern, of: Use<'_>) -> Vec<Option<String>> {
        match &pattern.key {
            None => vec![None],
            Some(FacetKey::Named(name)) => vec![Some(name.clone())],
            Some(FacetKey::Any) => vec![Some("*".to_owned())],
            Some(FacetKey::From(_)) if pattern.kind == FacetKind::Lock => {
                vec![Some(self.maker(of.receiver).unwrap_or_else(|| "*".to_owned()))]
            }
            Some(FacetKey::From(naming)) => match self.several_named(naming, of.arguments) {
                Some(names) => names
                    .into_iter()
                    .filter(|name| pattern.kind != FacetKind::Files || name != IN_MEMORY)
                    .map(Some)
                    .collect(),
                None => match self.named(naming, of.arguments, of.receiver) {
                    Some(name) if name.is_empty() => Vec::new(),
                    name => vec![Some(name.unwrap_or_else(|| "*".to_owned()))],
                },
            },
        }
    }

    /// The names that a call hands over where they are several: each text that an argument may be, the keys of a dict, and
    /// keywords, and any other where one of them is not known; none where nothing of that is known.
    fn several_named(&self, naming: &Naming, arguments: &Arguments) -> Option<Vec<String>> {
        let text = |symbol: Symbol| self.symbols.text(symbol).to_owned();
        let mut names = Vec::new();
        let (mut is_named, mut is_any) = (false, false);
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
                    Atom::Beginning(name) => names.push(format!("{}*", text(name))),
                    Atom::Object(object)
                        if *self.kind(object) == Kind::Container(Container::Dict)
                            && self.objects[object as usize].elements.is_nothing() =>
                    {
                        names.extend(self.objects[object as usize].attributes.keys().map(|&key| text(key)));
                    }
                    Atom::Plain | Atom::Unknown => is_any = true,
                    _ => return None,
                }
            }
        }
        if names.is_empty() {
            return None;
        }
        if is_any {
            names.push("*".to_owned());
        }
        names.sort_unstable();
        names.dedup();
        Some(names)
    }
}
