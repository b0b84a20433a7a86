//! What a parameter may be handed: the arguments of the calls of its function.
use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::Owner;
use super::inits::Inits;
use super::meaning::Meaning;
use super::objects::Objects;
use super::reading::Looker;
use super::spread::Spread;
use super::uses::{Uses, path_of};
use super::wanted::Wanted;
use crate::graph::ModuleId;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path, Role, ScopeKind};

/// Parameters whose annotations somebody looks at, to be followed to the callers.
pub(super) struct Flow<'r, 'a> {
    objects: &'r Objects<'a>,
    uses: OnceCell<Uses<'a>>,
    inits: OnceCell<Inits<'a>>,
    pending: Vec<(Owner, usize, Looker)>,
    seen: FxHashSet<(Owner, usize, super::Sight, bool)>,
}

impl<'r, 'a> Flow<'r, 'a> {
    pub fn new(objects: &'r Objects<'a>) -> Self {
        Flow {
            objects,
            uses: OnceCell::new(),
            inits: OnceCell::new(),
            pending: Vec::new(),
            seen: FxHashSet::default(),
        }
    }

    /// Notes what somebody is handed.
    pub fn handed(&mut self, looker: &Looker, meaning: Meaning, spread: &mut Spread<'r, 'a>) {
        let looker = &Looker {
            whole: looker.whole || meaning.within,
            ..looker.clone()
        };
        for owner in meaning.owners {
            if looker.whole {
                spread.whole(owner, looker.sight, &looker.by);
            } else {
                spread.made(owner, looker.sight, &looker.by);
            }
        }
        for module in meaning.modules {
            spread.variables(module, looker.sight, &looker.by);
        }
        for (owner, place) in meaning.parameters {
            if self.seen.insert((owner, place, looker.sight, looker.whole)) {
                self.pending.push((owner, place, looker.clone()));
            }
        }
        if let Some(anything) = looker.anything.filter(|_| meaning.unknown) {
            spread.anything(anything, looker.sight, &looker.by);
        }
    }

    /// Follows the parameters until no new ones come up.
    pub fn follow(mut self, spread: &mut Spread<'r, 'a>) {
        while let Some((owner, place, looker)) = self.pending.pop() {
            let meaning = self.argument(owner, place);
            self.handed(&looker, meaning, spread);
        }
    }

    fn uses(&self) -> &Uses<'a> {
        self.uses.get_or_init(|| Uses::new(self.objects))
    }

    fn inits(&self) -> &Inits<'a> {
        self.inits.get_or_init(|| Inits::new(self.objects, self.uses()))
    }

    /// What a parameter may be.
    fn argument(&self, owner: Owner, place: usize) -> Meaning {
        let unknown = Meaning {
            unknown: true,
            ..Meaning::default()
        };
        let (Some(facts), Some(function)) = (self.objects.program.facts(owner.0), self.objects.definition(owner))
        else {
            return unknown;
        };
        if let Some(class) = self.objects.class_of(owner) {
            let is_static = function.decorators.iter().any(|decorator| {
                decorator
                    .path
                    .as_ref()
                    .is_some_and(|path| path.last() == "staticmethod")
            });
            // A class is handed itself, or what inherits from it.
            return match place {
                0 if !is_static => Meaning {
                    owners: self.heirs(class),
                    ..Meaning::default()
                },
                _ if function.name == "__init__" => self.made(class, place, &Wanted::of(function, place)),
                _ => self.methods(
                    &function.name,
                    place - usize::from(!is_static),
                    &Wanted::of(function, place),
                ),
            };
        }
        if function.scope != MODULE {
            return self.nested(owner, facts, place);
        }
        self.callers(owner, &function.name, place, &Wanted::of(function, place))
            .unwrap_or(unknown)
    }

    /// A class and all that inherit from it.
    fn heirs(&self, class: Owner) -> Vec<Owner> {
        let mut found = vec![class];
        let mut seen: FxHashSet<Owner> = found.iter().copied().collect();
        let mut at = 0;
        while let Some(&base) = found.get(at) {
            at += 1;
            let heirs = self.uses().heirs_of(base).iter();
            found.extend(heirs.copied().filter(|&heir| seen.insert(heir)));
        }
        found
    }

    /// The arguments of all calls of a function; none where it is handed on rather than called, or only others call it.
    fn callers(&self, owner: Owner, name: &str, place: usize, wanted: &Wanted<'_>) -> Option<Meaning> {
        let mut meaning = None;
        for (file, reference) in self.uses().of(self.objects, owner, name) {
            let mut here = file.calls_at(reference.span.start).iter();
            let call = here.find(|call| call.path.as_ref().is_some_and(|path| path.last() == name))?;
            let given = self.given(file.module, call, place, wanted);
            meaning.get_or_insert_with(Meaning::default).add(given);
        }
        meaning
    }

    /// The arguments of all calls of a method of this name: whose it is cannot be told.
    fn methods(&self, name: &str, place: usize, wanted: &Wanted<'_>) -> Meaning {
        let mut meaning = Meaning::default();
        let mut is_called = false;
        for (file, call) in self.uses().calls_of(name) {
            let path = call.path.as_ref();
            if path.is_some_and(|path| !path.attributes.is_empty() || name == "__init__") {
                is_called = true;
                meaning.add(self.given(file.module, call, place, wanted));
                // `Kind.load(kind, value)` hands over the object, too.
                meaning.add(self.given(file.module, call, place + 1, wanted));
            }
        }
        // `map(self.load, classes)`
        meaning.unknown |= self.uses().is_handed_on(name);
        meaning.unknown |= !is_called;
        meaning
    }

    /// The arguments with which instances of a class, or of one that inherits from it, are made.
    fn made(&self, class: Owner, place: usize, wanted: &Wanted<'_>) -> Meaning {
        let mut meaning = Meaning::default();
        let mut is_made = false;
        let heirs = self.heirs(class);
        for &heir in &heirs {
            let name = self.objects.definition(heir).map_or("", |heir| heir.name.as_str());
            for (file, reference) in self.uses().of(self.objects, heir, name) {
                let mut here = file.calls_at(reference.span.start).iter();
                match here.find(|call| call.path.as_ref().is_some_and(|path| path.last() == name)) {
                    Some(call) => {
                        is_made = true;
                        meaning.add(self.given(file.module, call, place - 1, wanted));
                    }
                    // `Base.__init__(self, ...)`, a base class, or what is handed on.
                    None => meaning.unknown |= reference.role != Role::Base,
                }
            }
        }
        for (module, call, is_named) in self.inits().of(&heirs) {
            is_made = true;
            let with_self = usize::from(!is_named);
            meaning.add(self.given(module, call, place - with_self, wanted));
        }
        meaning.unknown |= !is_made;
        meaning
    }

    /// A function in a function: called by name there, or handed out, as decorators are: what is decorated is known by that.
    fn nested(&self, owner: Owner, facts: &ModuleFacts, place: usize) -> Meaning {
        let mut meaning = Meaning::default();
        let Some(function) = self.objects.definition(owner) else {
            return meaning;
        };
        let is_it = |path: &Path| path.attributes.is_empty() && path.root == function.name;
        for call in calls(facts).filter(|call| call.path.as_ref().is_some_and(is_it)) {
            meaning.add(self.given(owner.0, call, place, &Wanted::of(function, place)));
        }
        let handed_on = facts.operations.iter().flat_map(|operation| &operation.arguments);
        meaning.unknown |= handed_on.filter(|path| is_it(path)).count() > 0;
        let outer = facts.scopes[function.scope as usize].definition;
        if let Some(outer) = outer.filter(|_| facts.scopes[function.scope as usize].kind == ScopeKind::Function) {
            meaning.add(self.made_by(owner.0, outer, place));
        }
        meaning
    }

    /// `make(...)(argument)`, where the function that `make` hands out is meant.
    fn made_by(&self, module: ModuleId, outer: u32, place: usize) -> Meaning {
        let mut meaning = Meaning::default();
        for (caller, facts) in self.objects.own() {
            let by_result = facts
                .operations
                .iter()
                .filter(|call| call.kind == OperationKind::DecorateByResult && !call.handed.is_empty());
            for call in by_result {
                let path = call.path.as_ref().filter(|path| path.binding.is_some());
                if path.is_some_and(|path| self.objects.path(caller, path).owners.contains(&(module, outer))) {
                    meaning.add(self.given(caller, call, place, &Wanted::Anything));
                }
            }
        }
        meaning
    }

    /// What a call gives to a parameter, which is at this place among the arguments that are known by theirs.
    fn given(&self, module: ModuleId, call: &Operation, place: usize, wanted: &Wanted<'_>) -> Meaning {
        let mut meaning = Meaning::default();
        let (arguments, is_it) = wanted.among(&call.handed, place);
        for origin in arguments.iter().flat_map(|argument| &argument.origins) {
            meaning.add(self.objects.came_from(module, origin));
        }
        meaning.unknown &= is_it;
        // `hints(list[Point])`
        if let Some(file) = self.uses().file(module).filter(|_| meaning.is_foreign()) {
            let within = arguments.iter().map(|argument| file.references_within(argument.span));
            for reference in within.flatten() {
                let path = path_of(file.facts, reference);
                meaning.owners.extend(self.objects.path(module, &path).owners);
            }
        }
        meaning
    }
}

fn calls(facts: &ModuleFacts) -> impl Iterator<Item = &Operation> {
    facts
        .operations
        .iter()
        .filter(|operation| operation.kind == OperationKind::Call)
}
