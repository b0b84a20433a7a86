//! The effects of making a class: metaclasses, `__init_subclass__` of its bases, and `__set_name__` of what it holds.
use super::Effect;
use super::names;
use super::objects::Owner;
use super::observe::Observer;
use super::resolve::{Base, Found, Method};
use crate::graph::ModuleId;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Argument, Definition, Operation, OperationKind, Origin, Path, Value};

const DEEPEST_BASES: usize = 20;

impl Observer<'_> {
    /// The effects of making the classes of a module.
    pub fn of_classes(&self, module: ModuleId, facts: &ModuleFacts) -> Vec<Effect> {
        let at_import = facts.definitions.iter().filter(|definition| {
            definition.is_class
                && !definition.context.main_guard
                && facts.executing_function(definition.scope).is_none()
        });
        at_import.flat_map(|class| self.making(module, facts, class)).collect()
    }

    fn making(&self, module: ModuleId, facts: &ModuleFacts, class: &Definition) -> Vec<Effect> {
        let at = Operation {
            scope: class.scope,
            span: class.name_span,
            kind: OperationKind::Call,
            path: Some(Path {
                root: format!("class {}", class.name),
                binding: None,
                attributes: Vec::new(),
            }),
            arguments: Vec::new(),
            handed: Vec::new(),
            receiver: Vec::new(),
            context: class.context,
        };
        let mut effects = self.hooks(module, class, module, &at, 0);
        match self.inherited(module, class, "__init_subclass__", 0) {
            Method::Found(body) => effects.extend(self.run_body(module, &at, body, Some(Owner::Fresh), &[])),
            Method::Absent => {}
            Method::Unknown => {
                let what = format!(
                    "makes a subclass of `{}`, which may do anything",
                    self.unknown_base(module, class)
                );
                effects.push(self.unknown(module, class.name_span, what));
            }
        }
        for &id in &facts.scopes[class.body as usize].names {
            if let Some(Value::Call(maker)) = &facts.bindings[id as usize].value
                && let Some(Found::Class(target, body)) = self.found(module, maker).first()
                && let Some(descriptor) = self.class(*target, *body)
                && let Method::Found(body) = self.method(*target, descriptor, "__set_name__", 0)
            {
                effects.extend(self.run_body(module, &at, body, Some(Owner::Fresh), &[]));
            }
        }
        if class.context.conditional || class.context.in_try {
            effects.iter_mut().for_each(|effect| effect.is_certain = false);
        }
        effects
    }

    /// The base that keeps a class from being known.
    fn unknown_base(&self, module: ModuleId, class: &Definition) -> String {
        let unknown = class.bases.iter().find(|base| match base {
            Some(base) => !matches!(self.base(module, base), Base::Harmless),
            None => true,
        });
        match unknown {
            Some(Some(base)) => base.dotted(),
            _ => "a computed base".to_owned(),
        }
    }

    /// The effects of the metaclass of a class: its own, or that of a base.
    fn hooks(
        &self,
        module: ModuleId,
        class: &Definition,
        maker: ModuleId,
        at: &Operation,
        depth: usize,
    ) -> Vec<Effect> {
        if depth > DEEPEST_BASES {
            return Vec::new();
        }
        if let Some((_, path)) = class.keywords.iter().find(|(keyword, _)| keyword == "metaclass") {
            return self.of_metaclass(module, path.as_ref(), maker, at);
        }
        let bases = class.bases.iter().flatten();
        let effects = bases.map(|base| match self.base(module, base) {
            Base::Class(target, base) => self.hooks(target, base, maker, at, depth + 1),
            _ => Vec::new(),
        });
        effects.flatten().collect()
    }

    fn of_metaclass(&self, module: ModuleId, path: Option<&Path>, maker: ModuleId, at: &Operation) -> Vec<Effect> {
        let shown = path.map_or_else(|| "a computed metaclass".to_owned(), Path::dotted);
        let unknown = || self.unknown(maker, at.span, format!("makes a class with the metaclass `{shown}`"));
        let Some(path) = path else { return vec![unknown()] };
        let known = self.program.known_names(module, path);
        if names::is_harmless_metaclass(&known) || known.iter().any(|name| self.rules.is_harmless_call(name)) {
            return Vec::new();
        }
        let Some(Found::Class(target, body)) = self.found(module, path).first().cloned() else {
            return vec![unknown()];
        };
        let Some(metaclass) = self.class(target, body) else {
            return vec![unknown()];
        };
        let mut effects = Vec::new();
        for method in ["__prepare__", "__new__", "__init__"] {
            match self.method(target, metaclass, method, 0) {
                Method::Found(body) => effects.extend(self.run_body(maker, at, body, Some(Owner::Fresh), &[])),
                Method::Absent => {}
                Method::Unknown => effects.push(unknown()),
            }
        }
        effects
    }

    /// `type(name, bases, namespace)` and `types.new_class(name, bases)`.
    pub fn made_class(&self, module: ModuleId, operation: &Operation) -> Vec<Effect> {
        let bases = operation
            .handed
            .get(1)
            .map(|argument: &Argument| argument.origins.as_slice());
        let mut effects = Vec::new();
        for origin in bases.unwrap_or_default() {
            let (Origin::Object(path) | Origin::Held(path) | Origin::Part(path)) = origin else {
                continue;
            };
            match self.base(module, path) {
                Base::Harmless => {}
                Base::Class(target, base) => {
                    effects.extend(self.hooks(target, base, module, operation, 0));
                    match self.method(target, base, "__init_subclass__", 0) {
                        Method::Found(body) => {
                            effects.extend(self.run_body(module, operation, body, Some(Owner::Fresh), &[]));
                        }
                        Method::Absent => {}
                        Method::Unknown => effects.push(self.unknown_class(module, operation, path)),
                    }
                }
                Base::Unknown => effects.push(self.unknown_class(module, operation, path)),
            }
        }
        effects
    }

    fn unknown_class(&self, module: ModuleId, operation: &Operation, base: &Path) -> Effect {
        let what = format!("makes a subclass of `{}`, which may do anything", base.dotted());
        self.unknown(module, operation.span, what)
    }
}
