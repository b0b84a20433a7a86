//! The effects of calls, decorators, `with` blocks and operators: of what they run, as far as that can be followed.
use super::names::{self, known};
use super::observe::Observer;
use super::resolve::{Found, Method};
use super::{Body, Effect, Target};
use crate::graph::{Entity, ModuleId};
use crate::rules::{EffectKind, Outside};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Argument, MODULE, Operation, OperationKind, Origin, Path, ScopeId};

/// Methods that making an instance calls.
const MAKING: [&str; 3] = ["__new__", "__init__", "__post_init__"];

impl Observer<'_> {
    /// The effects of a call, or of a decorator on what it decorates.
    pub fn of_call(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Vec<Effect> {
        let Some(path) = &operation.path else {
            return vec![self.unknown(module, operation.span, "calls something that has no name".to_owned())];
        };
        if path.root.is_empty() {
            return self.of_unnamed_method(module, facts, operation, path);
        }
        let known = self.program.known_names(module, path);
        if self.is_about_own_file(facts, operation) {
            return Vec::new();
        }
        if let Some(effect) = self.known_call(module, operation, path, &known) {
            return effect.into_iter().collect();
        }
        if let Some(effects) = self.harmless(module, facts, operation, path, &known) {
            return effects;
        }
        if operation.kind == OperationKind::Decorate && matches!(path.last(), "setter" | "getter" | "deleter") {
            return Vec::new();
        }
        if let Some(name) = self.parameter(module, facts, path) {
            let effect = self.unknown(module, operation.span, format!("calls `{name}`, which it is handed"));
            return vec![Effect {
                target: Target::Called(name),
                ..effect
            }];
        }
        let found = self.found(module, path);
        if !found.is_empty() {
            return found
                .iter()
                .flat_map(|one| self.run(module, facts, operation, one))
                .collect();
        }
        self.of_method(module, operation, path)
    }

    /// What the table of known names says of a call: `Some(None)` where it is harmless after all.
    fn known_call(
        &self,
        module: ModuleId,
        operation: &Operation,
        path: &Path,
        known: &[String],
    ) -> Option<Option<Effect>> {
        let builtin = path.binding.is_none();
        if builtin && matches!(path.root.as_str(), "setattr" | "delattr") {
            return Some(self.of_setattr(module, operation));
        }
        let names = known.iter().filter(|_| !builtin || !path.root.is_empty());
        let (kind, certain) = names.filter_map(|name| known::call(name, builtin)).next()?;
        let quiet = path.last() == "addHandler"
            && operation
                .handed
                .iter()
                .all(|argument| self.is_null_handler(module, argument));
        let what = match kind {
            EffectKind::Surroundings => format!("reads its surroundings by `{}`", path.dotted()),
            _ => format!("calls `{}`", path.dotted()),
        };
        Some((!quiet).then(|| Effect {
            is_certain: certain,
            ..self.effect(kind, module, operation.span, what)
        }))
    }

    /// Whether a call reads the path of the file that it stands in, or a file beside it: those stay what they are.
    fn is_about_own_file(&self, facts: &ModuleFacts, operation: &Operation) -> bool {
        let span = operation.span;
        let within = |other: &&Operation| other.span.start >= span.start && other.span.end <= span.end;
        facts.operations.iter().filter(within).any(|other| {
            let mut origins = other.handed.iter().flat_map(|argument| &argument.origins);
            origins.any(|origin| matches!(origin, Origin::Object(path) if path.root == "__file__"))
        }) && names::only_looks_at_files(operation.path.as_ref().map_or("", Path::last))
    }

    /// A library's own logger that stays silent: `logging.getLogger(__name__).addHandler(logging.NullHandler())`.
    fn is_null_handler(&self, module: ModuleId, argument: &Argument) -> bool {
        let made = |path: &Path| {
            self.program
                .known_names(module, path)
                .iter()
                .any(|name| name == "logging.NullHandler")
        };
        matches!(argument.origins.as_slice(), [Origin::Call(path)] if made(path))
    }

    /// The effects of a call that the rules call harmless: those of what it is handed and calls.
    fn harmless(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        operation: &Operation,
        path: &Path,
        known: &[String],
    ) -> Option<Vec<Effect>> {
        // What it makes calls something else in its turn.
        let passes_on = operation.kind == OperationKind::DecorateByResult
            && known
                .iter()
                .any(|name| matches!(name.as_str(), "functools.partial" | "operator.methodcaller"));
        if passes_on {
            return None;
        }
        if path.binding.is_none() && path.root == "type" && operation.handed.len() >= 3
            || known.iter().any(|name| name == "types.new_class")
        {
            return Some(self.made_class(module, operation));
        }
        let rule = known.iter().find_map(|name| self.rules.harmless_call(name));
        if path.binding.is_none() && rule.is_none() && names::is_harmless_builtin(&path.dotted()) {
            return Some(self.called_back(module, facts, operation));
        }
        let rule = rule?;
        match rule.reads {
            Some(Outside::Surroundings) => {
                let what = format!("reads its surroundings by `{}`", path.dotted());
                let effect = self.effect(EffectKind::Surroundings, module, operation.span, what);
                Some(vec![Effect {
                    is_certain: false,
                    ..effect
                }])
            }
            _ if rule.calls_back => Some(self.called_back(module, facts, operation)),
            _ => Some(Vec::new()),
        }
    }

    /// The effects of functions that a call is handed and calls.
    fn called_back(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Vec<Effect> {
        let origins = operation.handed.iter().flat_map(|argument| &argument.origins);
        origins
            .flat_map(|origin| self.of_callback(module, facts, operation, origin))
            .collect()
    }

    /// The effects of calling a value, nothing being known of the arguments.
    pub fn of_callback(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        operation: &Operation,
        origin: &Origin,
    ) -> Vec<Effect> {
        match origin {
            Origin::Lambda(start) => {
                let lambda = facts.lambdas.iter().find(|(at, _)| at == start);
                let bodies = lambda.into_iter().map(|&(_, scope)| (module, scope));
                bodies
                    .flat_map(|body| self.run_body(module, operation, body, None, &[]))
                    .collect()
            }
            Origin::Object(path) => {
                let known = self.program.known_names(module, path);
                let bare = Operation {
                    handed: Vec::new(),
                    ..operation.clone()
                };
                if let Some(effect) = self.known_call(module, &bare, path, &known) {
                    return effect.into_iter().collect();
                }
                let found = self.found(module, path);
                found
                    .iter()
                    .flat_map(|one| self.run(module, facts, &bare, one))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The effects of running what was found.
    pub fn run(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation, found: &Found) -> Vec<Effect> {
        let decorated = self.decorated(module, facts, operation);
        let handed = decorated
            .as_ref()
            .map_or(operation.handed.as_slice(), std::slice::from_ref);
        match found {
            Found::Class(target, body) => self.run_class(module, operation, *target, *body, handed),
            Found::Function { body, receiver } => {
                let mut effects = Vec::new();
                let inner = self.functions_in(*body);
                if operation.kind == OperationKind::DecorateByResult {
                    // The call itself is an operation of its own; this one calls what it made.
                    for body in inner {
                        effects.extend(self.run_body(module, operation, body, None, handed));
                    }
                    return effects;
                }
                effects.extend(self.run_body(module, operation, *body, receiver.clone(), handed));
                effects.extend(self.of_wrappers(operation, module, *body));
                effects
            }
        }
    }

    fn run_class(
        &self,
        module: ModuleId,
        operation: &Operation,
        target: ModuleId,
        body: ScopeId,
        handed: &[Argument],
    ) -> Vec<Effect> {
        let Some(class) = self.class(target, body) else {
            return Vec::new();
        };
        let methods: &[&str] = match operation.kind {
            OperationKind::With => &["__enter__", "__exit__"],
            OperationKind::DecorateByResult => &["__call__"],
            _ => &MAKING,
        };
        let mut effects = Vec::new();
        for method in methods {
            match self.method(target, class, method, 0) {
                Method::Found(body) => {
                    let fresh = Some(super::objects::Owner::Fresh);
                    effects.extend(self.run_body(module, operation, body, fresh, handed));
                }
                Method::Absent => {}
                Method::Unknown => {
                    let what = format!("makes a `{}`, of whose bases not all are known", class.name);
                    effects.push(self.unknown(module, operation.span, what));
                    break;
                }
            }
        }
        effects
    }

    /// A decorated function is what its decorators make of it: the functions in them run, too.
    fn of_wrappers(&self, operation: &Operation, module: ModuleId, body: Body) -> Vec<Effect> {
        let Some(facts) = self.program.facts(body.0) else {
            return Vec::new();
        };
        let definition = facts.scopes[body.1 as usize].definition;
        let decorators = definition.map(|id| facts.definitions[id as usize].decorators.as_slice());
        let mut effects = Vec::new();
        for decorator in decorators.unwrap_or_default() {
            let Some(path) = &decorator.path else { continue };
            let known = self.program.known_names(body.0, path);
            if path.binding.is_none() || known.iter().any(|name| self.rules.is_harmless_call(name)) {
                continue;
            }
            let found = self.found(body.0, path);
            if found.is_empty() {
                let what = format!("calls a function that `{}` has changed", path.dotted());
                effects.push(self.unknown(module, operation.span, what));
            }
            for one in found {
                let Found::Function { body, .. } = one else { continue };
                for inner in self.functions_in(body) {
                    effects.extend(self.run_body(module, operation, inner, None, &operation.handed));
                }
            }
        }
        effects
    }

    fn functions_in(&self, body: Body) -> Vec<Body> {
        let definitions = self.program.facts(body.0).map(|facts| facts.definitions.as_slice());
        let inner = definitions
            .unwrap_or_default()
            .iter()
            .filter(|inner| inner.scope == body.1 && !inner.is_class);
        inner.map(|inner| (body.0, inner.body)).collect()
    }

    /// What a decorator is handed: the function or class that it stands on.
    fn decorated(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Option<Argument> {
        if !matches!(
            operation.kind,
            OperationKind::Decorate | OperationKind::DecorateByResult
        ) {
            return None;
        }
        let end = operation.span.end;
        let definition = facts
            .definitions
            .iter()
            .find(|definition| definition.decorators.iter().any(|decorator| decorator.span.end == end))?;
        let names = &facts.scopes[definition.scope as usize].names;
        let binding = names
            .iter()
            .find(|&&id| facts.bindings[id as usize].name == definition.name);
        let path = Path {
            root: definition.name.clone(),
            binding: binding
                .copied()
                .filter(|_| definition.scope == MODULE || self.program.facts(module).is_some()),
            attributes: Vec::new(),
        };
        Some(Argument {
            keyword: None,
            origins: vec![Origin::Object(path)],
        })
    }

    /// The name of a parameter that a path is, without attributes.
    fn parameter(&self, _module: ModuleId, facts: &ModuleFacts, path: &Path) -> Option<String> {
        let binding = &facts.bindings[path.binding? as usize];
        (path.attributes.is_empty() && binding.kinds.parameters > 0).then(|| binding.name.clone())
    }

    /// The effects of entering and leaving a `with` block.
    pub fn of_with(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Vec<Effect> {
        let Some(path) = &operation.path else {
            return vec![self.unknown(module, operation.span, "enters something that has no name".to_owned())];
        };
        let known = self.program.known_names(module, path);
        let is_known = known
            .iter()
            .any(|name| self.rules.is_harmless_call(name) || known::call(name, path.binding.is_none()).is_some());
        if is_known {
            // The call that made it is an operation of its own.
            return Vec::new();
        }
        match self.found(module, path).first() {
            Some(found @ Found::Class(..)) => self.run(module, facts, operation, found),
            Some(Found::Function { .. }) => Vec::new(),
            None => {
                let methods = ["__enter__", "__exit__"].map(|method| below(path, method));
                let found: Vec<Found> = methods.iter().flat_map(|path| self.found(module, path)).collect();
                if found.is_empty() {
                    let what = format!("enters `{}`, which may do anything", path.dotted());
                    return vec![self.unknown(module, operation.span, what)];
                }
                found
                    .iter()
                    .flat_map(|one| self.run(module, facts, operation, one))
                    .collect()
            }
        }
    }

    /// The effects of an operator on an object of a known class.
    pub fn of_implicit(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Vec<Effect> {
        let found = operation
            .path
            .as_ref()
            .map(|path| self.found(module, path))
            .unwrap_or_default();
        found
            .iter()
            .flat_map(|one| self.run(module, facts, operation, one))
            .collect()
    }

    /// A method of something that has no name: made by a call, most often.
    fn of_unnamed_method(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        operation: &Operation,
        path: &Path,
    ) -> Vec<Effect> {
        let method = path.last();
        if operation.receiver.is_empty() {
            return self.called_back(module, facts, operation);
        }
        let mut effects = Vec::new();
        for origin in &operation.receiver {
            match origin {
                Origin::Call(maker) if maker.binding.is_none() && maker.root == "super" => {
                    effects.extend(self.of_super(module, facts, operation, method));
                }
                Origin::Call(maker) | Origin::Object(maker) => {
                    let named = Operation {
                        path: Some(below(maker, method)),
                        receiver: Vec::new(),
                        ..operation.clone()
                    };
                    // What a function of the project hands out is what it says it returns.
                    let made = match self.found(module, maker).first() {
                        Some(Found::Class(target, body)) => self
                            .class(*target, *body)
                            .map(|class| self.method(*target, class, method, 0)),
                        _ => None,
                    };
                    match made {
                        Some(Method::Found(body)) => {
                            let fresh = Some(super::objects::Owner::Fresh);
                            effects.extend(self.run_body(module, operation, body, fresh, &operation.handed));
                        }
                        _ => effects.extend(self.of_result(module, facts, &named, maker)),
                    }
                }
                _ if names::only_reads(method) => {}
                Origin::Part(path) if names::only_changes_its_object(method) => {
                    let owner = self.owner_of(module, std::slice::from_ref(origin));
                    let path = below(path, method);
                    effects.extend(self.changed(module, operation, owner, &path));
                }
                _ => {
                    let what = format!("calls `.{method}()` on something that has no name");
                    effects.push(self.unknown(module, operation.span, what));
                }
            }
        }
        effects
    }

    /// A method of what a call makes.
    fn of_result(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation, maker: &Path) -> Vec<Effect> {
        let Some(path) = &operation.path else { return Vec::new() };
        if self.is_about_own_file(facts, operation) {
            return Vec::new();
        }
        let known = self.program.known_names(module, path);
        if let Some(effect) = self.known_call(module, operation, path, &known) {
            return effect.into_iter().collect();
        }
        if let Some(effects) = self.harmless(module, facts, operation, path, &known) {
            return effects;
        }
        let makers = self.program.known_names(module, maker);
        let owner = self.owner_of(module, &[Origin::Call(maker.clone())]);
        let plain = maker.binding.is_none() || makers.iter().any(|name| self.rules.is_harmless_call(name));
        if names::only_reads(path.last())
            || plain && (owner == super::objects::Owner::Fresh || names::matches_a_pattern(path.last()))
        {
            return Vec::new();
        }
        if names::only_changes_its_object(path.last()) {
            return self.changed(module, operation, owner, path).into_iter().collect();
        }
        vec![self.unknown(module, operation.span, format!("calls `{}`", path.dotted()))]
    }

    /// `super().method()`.
    fn of_super(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation, method: &str) -> Vec<Effect> {
        let function = facts.executing_function(operation.scope);
        let class = function.and_then(|function| self.class_around(facts, function));
        match class.map(|class| self.inherited(module, class, method, 0)) {
            Some(Method::Found(body)) => {
                let receiver = Some(super::objects::Owner::Parameter("self".to_owned()));
                self.run_body(module, operation, body, receiver, &operation.handed)
            }
            Some(Method::Absent) => Vec::new(),
            _ => vec![self.unknown(module, operation.span, format!("calls `super().{method}`"))],
        }
    }

    /// A method of an object whose class is not known, or a function that is not.
    fn of_method(&self, module: ModuleId, operation: &Operation, path: &Path) -> Vec<Effect> {
        let shown = path.dotted();
        let method = path.last();
        let decorates = operation.kind != OperationKind::Call;
        let verb = if decorates { "decorates with" } else { "calls" };
        let unknown = |what: String| vec![self.unknown(module, operation.span, what)];
        if path.attributes.is_empty() {
            return unknown(format!("{verb} `{shown}`"));
        }
        let object = Path {
            attributes: path.attributes[..path.attributes.len() - 1].to_vec(),
            ..path.clone()
        };
        let is_function = matches!(self.program.entity(module, &object), Some(Entity::Module(_)));
        if is_function {
            return unknown(format!("{verb} `{shown}`"));
        }
        if !decorates && names::only_reads(method) {
            return Vec::new();
        }
        let owner = self.owner(module, &object);
        if !decorates && names::only_changes_its_object(method) {
            return self.changed(module, operation, owner, path).into_iter().collect();
        }
        // An object of a kind that keeps to itself: a command added to the module's own group, say.
        let root = Path {
            attributes: Vec::new(),
            ..path.clone()
        };
        let kinds = self.program.known_names(module, &root);
        let is_plain = |name: &String| self.rules.is_harmless_call(name) || self.rules.command_role(name).is_some();
        let plain = kinds.iter().any(is_plain);
        if plain && !decorates && names::matches_a_pattern(method) {
            return Vec::new();
        }
        let target = match owner {
            super::objects::Owner::Module(target) => Target::Module(target),
            super::objects::Owner::Fresh if plain => return Vec::new(),
            super::objects::Owner::Parameter(name) if plain => Target::Parameter(name),
            _ => return unknown(format!("{verb} `{shown}`")),
        };
        let own = target == Target::Module(module);
        if own && !plain {
            return unknown(format!("{verb} `{shown}`"));
        }
        let registers = decorates || names::registers(method);
        let kind = if registers {
            EffectKind::Registration
        } else {
            EffectKind::UnknownCode
        };
        vec![Effect {
            target,
            is_certain: false,
            ..self.effect(kind, module, operation.span, format!("{verb} `{shown}`"))
        }]
    }
}

/// A path with one more attribute.
fn below(path: &Path, attribute: &str) -> Path {
    let mut path = path.clone();
    path.attributes.push(attribute.to_owned());
    path
}
