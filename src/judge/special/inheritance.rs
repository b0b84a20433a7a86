//! Who inherits from whom, and which method a call may run besides the one that its own class has, or an installed base class calls.
use rustc_hash::FxHashMap;

use super::Executed;
use super::made::made_by_calls;
use crate::graph::{Bits, Entity, ModuleId, Program};
use crate::project::standard::is_builtin_name;
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Import, MODULE, Operation, OperationKind, Path, ScopeId};

/// A class, by its module and its name there.
type Class<'p> = (ModuleId, &'p str);

/// The methods of the project by name, and the classes around them by inheritance.
pub(super) struct Inheritance<'p> {
    program: &'p Program,
    /// Each with the number of the class that it stands in.
    methods: FxHashMap<&'p str, Vec<(Executed, Around)>>,
    numbers: FxHashMap<Class<'p>, usize>,
    /// By number, the modules that have them, and the names under which rules may know their bases.
    owners: Vec<ModuleId>,
    known_bases: Vec<Vec<String>>,
    /// By number, the classes that inherit from one, and itself.
    below: Vec<Bits>,
    /// Whether a class of the project has a base that is not known: it may inherit from any.
    in_doubt: bool,
}

/// A class that has a number.
enum Numbered<'p> {
    /// By a statement.
    Defined(Class<'p>),
    /// By a call in a module, with its bases.
    Made(ModuleId, Vec<Option<Path>>),
}

/// What a function is defined in.
#[derive(Debug, Clone, Copy)]
enum Around {
    /// Nothing that has a name.
    Nothing,
    /// A class, by its number.
    Class(usize),
    /// Another function.
    Function,
}

impl<'p> Inheritance<'p> {
    /// Of the classes of the project, those of `besides`, and all that these inherit from.
    pub fn new(program: &'p Program, rules: &Rules, besides: impl IntoIterator<Item = ModuleId>) -> Self {
        let mut found = Inheritance {
            program,
            methods: FxHashMap::default(),
            numbers: FxHashMap::default(),
            owners: Vec::new(),
            known_bases: Vec::new(),
            below: Vec::new(),
            in_doubt: false,
        };
        let (bases, doubtful) = found.number_classes(rules, besides);
        found.below = vec![Bits::new(bases.len()); bases.len()];
        for class in 0..bases.len() {
            let mut pending = vec![class];
            while let Some(above) = pending.pop() {
                if found.below[above].insert(class) {
                    pending.extend(&bases[above]);
                }
            }
        }
        found.in_doubt = doubtful.iter().any(|&above| {
            let mut below = found.below[above].iter();
            below.any(|class| program.modules[found.owners[class]].is_own())
        });
        for module in program.own_modules() {
            let facts = program.facts(module).into_iter();
            for (facts, method) in facts.flat_map(|facts| facts.definitions.iter().map(move |one| (facts, one))) {
                if method.scope != MODULE {
                    let around = found.around(module, facts, method.body);
                    let methods = found.methods.entry(&method.name).or_default();
                    methods.push(((module, method.body), around));
                }
            }
        }
        found
    }

    /// Numbers the classes: for each the numbers of its bases, and those that have a base which is not known.
    fn number_classes(
        &mut self,
        rules: &Rules,
        besides: impl IntoIterator<Item = ModuleId>,
    ) -> (Vec<Vec<usize>>, Vec<usize>) {
        let program = self.program;
        let mut classes: Vec<Numbered<'p>> = Vec::new();
        let mut number = |classes: &mut Vec<Numbered<'p>>, class: Class<'p>| {
            *self.numbers.entry(class).or_insert_with(|| {
                classes.push(Numbered::Defined(class));
                classes.len() - 1
            })
        };
        for module in program.own_modules().chain(besides) {
            let definitions = program.facts(module).into_iter().flat_map(|facts| &facts.definitions);
            for class in definitions.filter(|one| one.is_class) {
                number(&mut classes, (module, &class.name));
            }
        }
        for module in program.own_modules() {
            let made = program.facts(module).into_iter();
            let made = made.flat_map(|facts| made_by_calls(program, rules, module, facts));
            classes.extend(made.map(|bases| Numbered::Made(module, bases)));
        }
        let (mut bases, mut doubtful) = (Vec::new(), Vec::new());
        while let Some(class) = classes.get(bases.len()) {
            let (module, paths) = match class {
                Numbered::Defined((module, name)) => {
                    let definitions = program.facts(*module).into_iter().flat_map(|facts| &facts.definitions);
                    let same = definitions.filter(|one| one.is_class && one.name == *name);
                    (*module, same.flat_map(|one| one.bases.iter().cloned()).collect())
                }
                Numbered::Made(module, paths) => (*module, paths.clone()),
            };
            let mut own = Vec::new();
            for base in &paths {
                match found_base(program, module, base.as_ref()) {
                    Base::Class(class) => own.push(number(&mut classes, class)),
                    Base::None => {}
                    Base::Unknown => doubtful.push(bases.len()),
                }
            }
            let known = paths
                .iter()
                .flatten()
                .flat_map(|base| program.known_names(module, base));
            self.known_bases.push(known.collect());
            self.owners.push(module);
            bases.push(own);
        }
        (bases, doubtful)
    }

    /// The methods of the project's classes that an installed base class calls in some of its own, by the rules: `close` of what is
    /// below `io.RawIOBase`, whose `__del__` does so.
    pub fn called_by_bases(&self, rules: &Rules, callers: &[&str]) -> Vec<Executed> {
        let mut found = Vec::new();
        for (above, known) in self.known_bases.iter().enumerate() {
            let hooks = known.iter().flat_map(|name| rules.hooks_of(name));
            let hooks = hooks.filter(|rule| rule.by.iter().any(|by| callers.contains(&by.as_str())));
            for rule in hooks {
                let called = self.methods.iter().filter(|(name, _)| rule.calls(name));
                let called = called.flat_map(|(_, methods)| methods);
                // What stands beside it in a class that inherits from both is called as well.
                let is_theirs = |around: Around| match around {
                    Around::Class(class) => self.below[above].meets(&self.below[class]),
                    Around::Nothing | Around::Function => false,
                };
                found.extend(called.filter(|(_, around)| is_theirs(*around)).map(|(body, _)| *body));
            }
        }
        found
    }

    fn around(&self, module: ModuleId, facts: &ModuleFacts, function: ScopeId) -> Around {
        let around = facts.scopes[function as usize].parent;
        match around.and_then(|scope| facts.scopes[scope as usize].definition) {
            None => Around::Nothing,
            Some(around) => {
                let class = self
                    .numbers
                    .get(&(module, facts.definitions[around as usize].name.as_str()));
                class.map_or(Around::Function, |&class| Around::Class(class))
            }
        }
    }

    /// The methods of this name that a call may run besides the one that its own class has: those of the classes around it by
    /// inheritance, or of any class where it is not known whose method is called. Each with whether it is known to be one.
    pub fn other_methods(&self, module: ModuleId, facts: &ModuleFacts, call: &Operation) -> Vec<(Executed, bool)> {
        let path = call.path.as_ref().filter(|path| !path.attributes.is_empty());
        let Some(path) = path.filter(|_| call.kind == OperationKind::Call) else {
            return Vec::new();
        };
        let binding = path.binding.map(|id| &facts.bindings[id as usize]);
        // A function of a module, or a method of a class by its name, is found as it is.
        let is_named = binding.is_none_or(|binding| binding.kinds.imports + binding.kinds.classes > 0);
        let is_own = binding.is_some_and(|binding| binding.kinds.parameters > 0) && path.attributes.len() == 1;
        if is_named && !path.root.is_empty() || !is_own && !self.program.modules[module].is_own() {
            return Vec::new();
        }
        let class = match is_own {
            true => self.around_call(module, facts, call.scope),
            false => Around::Nothing,
        };
        self.methods_near(module, class, path.last())
    }

    /// The same of `self.name`, read in this function, where `self` is its first parameter.
    pub fn of_own_object(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        scope: ScopeId,
        name: &str,
    ) -> Vec<(Executed, bool)> {
        self.methods_near(module, self.around_call(module, facts, scope), name)
    }

    /// The methods of the classes around the one that a function belongs to, by inheritance, with their names.
    pub fn methods_of_own_object(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        scope: ScopeId,
    ) -> Vec<(&'p str, Executed)> {
        let Around::Class(class) = self.around_call(module, facts, scope) else {
            return Vec::new();
        };
        let all = self.methods.iter();
        let all = all.flat_map(|(name, methods)| methods.iter().map(move |(body, around)| (*name, *body, *around)));
        let theirs = all.filter_map(|(name, body, around)| match around {
            Around::Class(around) if self.below[class].meets(&self.below[around]) => Some((name, body)),
            _ => None,
        });
        theirs.collect()
    }

    fn around_call(&self, module: ModuleId, facts: &ModuleFacts, scope: ScopeId) -> Around {
        let function = facts.executing_function(scope);
        match function.map(|function| self.around(module, facts, function)) {
            Some(Around::Class(class)) => Around::Class(class),
            // What a function defines may be put on any class.
            Some(Around::Function | Around::Nothing) | None => Around::Nothing,
        }
    }

    /// The methods of this name of the classes around one by inheritance, or of any where none is known.
    fn methods_near(&self, module: ModuleId, class: Around, name: &str) -> Vec<(Executed, bool)> {
        let is_own_module = self.program.modules[module].is_own();
        let methods = self.methods.get(name).into_iter().flatten();
        let may_run = methods.filter_map(|&(body, around)| {
            let is_known = match (class, around) {
                (Around::Nothing, _) | (_, Around::Nothing) => return Some((body, false)),
                // Another class may inherit from both: a mixin calls what stands beside it.
                (Around::Class(class), Around::Class(around)) => self.below[class].meets(&self.below[around]),
                (Around::Function, _) | (_, Around::Function) => false,
            };
            // Of an installed class nobody guesses who may inherit from it.
            (is_known || is_own_module && self.in_doubt).then_some((body, is_known))
        });
        may_run.collect()
    }
}

/// What a class inherits from.
enum Base<'p> {
    /// A class.
    Class(Class<'p>),
    /// Nothing that has methods of the project, as far as names tell.
    None,
    /// Nobody knows what.
    Unknown,
}

fn found_base<'p>(program: &'p Program, module: ModuleId, base: Option<&Path>) -> Base<'p> {
    let Some(base) = base else { return Base::Unknown };
    let Some(facts) = program.facts(module) else {
        return Base::None;
    };
    if base.binding.is_none() {
        // A name of Python's own, unless a star import brings it.
        return match starred(program, module, base.last()) {
            Some(class) => Base::Class(class),
            None if is_builtin_name(&base.root) || !facts.imports.iter().any(Import::is_star) => Base::None,
            None => Base::Unknown,
        };
    }
    match program.entity(module, base) {
        Some(Entity::Module(_)) => Base::None,
        Some(Entity::Attribute(source, name)) => {
            // A class within another one goes by its own name.
            let last = name.rsplit('.').next().unwrap_or_default();
            match class_of_name(program, source, last) {
                Some(class) => Base::Class(class),
                None if program.modules[source].is_own() => Base::Unknown,
                None => Base::None,
            }
        }
        None => Base::Unknown,
    }
}

fn class_of_name<'p>(program: &'p Program, module: ModuleId, name: &str) -> Option<Class<'p>> {
    let mut definitions = program.facts(module).into_iter().flat_map(|facts| &facts.definitions);
    let class = definitions.find(|one| one.is_class && one.name == name)?;
    Some((module, &class.name))
}

/// The class of this name that a module has by its star imports.
fn starred<'p>(program: &'p Program, module: ModuleId, name: &str) -> Option<Class<'p>> {
    let mut seen = vec![module];
    while let Some(&at) = seen.last() {
        let star = program.star_that_binds(at, name)?;
        let source = program.targets(at, star).into_iter().next_back()?;
        if let Some(class) = class_of_name(program, source, name) {
            return Some(class);
        }
        if seen.contains(&source) {
            break;
        }
        seen.push(source);
    }
    None
}
