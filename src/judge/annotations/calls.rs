//! Calls that look at the annotations of what they are handed.
use rustc_hash::FxHashSet;

use super::flow::Flow;
use super::lookup::{Look, Lookup};
use super::meaning::Meaning;
use super::objects::Objects;
use super::packages::Packages;
use super::reading::{Anything, Looker, makes};
use super::spread::Spread;
use super::text::evaluates_text;
use super::{Owner, ReadBy, Sight, hooks};
use crate::graph::{Kind, ModuleId, Sighting};
use crate::rules::{Reader, prefixes};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{HintRead, Object, Operation, OperationKind, Origin, Path, Phase};
use crate::syntax::Span;

/// Looks through the calls of the project.
pub(super) struct Calls<'r, 's, 'a> {
    lookup: &'r Lookup<'a>,
    objects: &'r Objects<'a>,
    spread: &'s mut Spread<'r, 'a>,
    packages: Packages<'r, 'a>,
    /// Names of methods by which packages that the project imports are handed functions and classes.
    methods: FxHashSet<&'a str>,
}

impl<'r, 's, 'a> Calls<'r, 's, 'a> {
    pub fn new(lookup: &'r Lookup<'a>, objects: &'r Objects<'a>, spread: &'s mut Spread<'r, 'a>) -> Self {
        let methods = imported_methods(lookup, objects);
        Calls {
            lookup,
            objects,
            spread,
            packages: Packages::new(lookup),
            methods,
        }
    }

    /// Notes whom they look at.
    pub fn collect(mut self) {
        hooks::collect(self.lookup, self.objects, self.spread);
        let mut flow = Flow::new(self.objects);
        for (module, facts) in self.objects.own() {
            for read in &facts.hint_reads {
                self.hint(module, facts, read, &mut flow);
            }
            // What else a call is handed than the first argument: `create_model("Page", hull=(Hull, ...))`.
            let makes =
                |read: &&HintRead| matches!(read.how.as_str(), "TypeAdapter" | "create_model" | "resolve_types");
            let others = facts.hint_reads.iter().filter(|read| !makes(read));
            let taken: FxHashSet<u32> = others.map(|read| read.span.end).collect();
            let calls = facts.operations.iter().filter(|operation| {
                matches!(operation.kind, OperationKind::Call | OperationKind::DecorateByResult)
                    && !operation.handed.is_empty()
                    && !taken.contains(&operation.span.end)
            });
            for call in calls {
                self.call(module, facts, call, &mut flow);
            }
            for operation in &facts.operations {
                self.subscript(module, facts, operation);
            }
        }
        flow.follow(self.spread);
    }

    /// A call or attribute that gets at annotations by itself.
    fn hint(&mut self, module: ModuleId, facts: &ModuleFacts, read: &HintRead, flow: &mut Flow<'r, 'a>) {
        let Some(sight) = self.lookup.hint(facts, read).sight() else {
            return;
        };
        let at = Sighting {
            module,
            span: read.span,
        };
        let anything = match read.how.as_str() {
            // An alias of types, say; functions have no such.
            "TypeAdapter" | "create_model" | "resolve_types" | "__dataclass_fields__" | "[\"__annotations__\"]" => {
                Anything::Class
            }
            _ if matches!(&read.object, Object::Path(path) if path.attributes.last().is_some_and(|name| makes(name))) => {
                Anything::Maker
            }
            "signature" | "getfullargspec" => Anything::Function,
            _ => Anything::All,
        };
        let looker = Looker {
            sight,
            by: ReadBy::call(&read.how, at),
            whole: false,
            anything: Some(anything),
        };
        let meaning = match &read.object {
            Object::Path(path) => self.objects.path(module, path),
            Object::ThisModule => Meaning {
                modules: vec![module],
                ..Meaning::default()
            },
            Object::Made(path) => self.objects.came_from(module, &Origin::Call(path.clone())),
            Object::Value => Meaning::default(),
            Object::Module(_) | Object::Below(_) | Object::Unknown => Meaning {
                unknown: true,
                ..Meaning::default()
            },
        };
        flow.handed(&looker, meaning, self.spread);
    }

    fn call(&mut self, module: ModuleId, facts: &ModuleFacts, call: &Operation, flow: &mut Flow<'r, 'a>) {
        let Some(path) = &call.path else { return };
        // A function of the project does what its own calls do, whatever decorates it.
        let called = self.objects.path(module, path);
        if !called.owners.is_empty() && !called.unknown && call.kind == OperationKind::Call {
            return;
        }
        let Some(looker) = self.looker(module, facts, call, path) else {
            return;
        };
        let mut meaning = Meaning::default();
        for origin in call.handed.iter().flat_map(|argument| &argument.origins) {
            meaning.add(self.objects.came_from(module, origin));
        }
        // `structure(data, list[Point])`: what is named somewhere in the call is meant, too.
        for owner in self.named_within(module, facts, call) {
            meaning.owners.push(owner);
        }
        // Where something is known of what it is handed, the rest is data.
        meaning.unknown &= meaning.owners.is_empty() && meaning.parameters.is_empty();
        flow.handed(&looker, meaning, self.spread);
    }

    /// `Page[Hull]` where `Page` is a model: what it is made for is among the types of its fields.
    fn subscript(&mut self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) {
        let Some(path) = operation
            .path
            .as_ref()
            .filter(|path| operation.kind == OperationKind::Implicit && path.last() == "__getitem__")
        else {
            return;
        };
        let Some((_, attributes)) = path.attributes.split_last() else {
            return;
        };
        let generic = Path {
            attributes: attributes.to_vec(),
            ..path.clone()
        };
        let named = self.named_within(module, facts, operation);
        let owners = self.objects.path(module, &generic).owners;
        for &owner in &owners {
            self.spread.parametrised(owner, &named);
        }
        let rule = self.lookup.rule(Reader::Base, &self.lookup.names(module, &generic));
        if let Some(sight) = rule
            .and_then(|rule| self.lookup.look(rule).sight())
            .filter(|_| owners.is_empty())
        {
            let at = Sighting {
                module,
                span: operation.span,
            };
            for &owner in &named {
                self.spread.made(owner, sight, &ReadBy::call(&generic.dotted(), at));
            }
        }
    }

    /// Who looks, if the call is one that does.
    fn looker(&self, module: ModuleId, facts: &ModuleFacts, call: &Operation, path: &Path) -> Option<Looker> {
        let by = ReadBy::call(
            &path.dotted(),
            Sighting {
                module,
                span: call.span,
            },
        );
        let names = self.callee(module, call, path);
        if let Some(rule) = self.lookup.rule(Reader::Function, &names) {
            let sight = match self.lookup.look(rule) {
                Look::Stored if evaluates_text(self.lookup.inputs.rules, facts) => Sight::Evaluated,
                look => look.sight()?,
            };
            return Some(Looker {
                sight,
                by,
                whole: false,
                anything: (!rule.named_only).then_some(Anything::Class),
            });
        }
        if let Some(rule) = self.lookup.rule(Reader::Decorator, &names) {
            // `group.command()(function)` decorates the function, whatever it is; other calls are handed all sorts of things.
            let decorates = call.kind == OperationKind::DecorateByResult;
            return Some(Looker {
                sight: self.lookup.look(rule).sight()?,
                by,
                whole: true,
                anything: decorates.then_some(Anything::Function),
            });
        }
        // A parameter that is called bears whatever name its function gives it.
        let is_parameter = path.attributes.is_empty()
            && path
                .binding
                .is_some_and(|id| facts.bindings[id as usize].kinds.parameters > 0);
        let is_of_a_value = names.is_empty() || self.is_of_a_value(facts, path);
        let is_known_method = is_of_a_value && !is_parameter && self.methods.contains(path.last());
        let unknown = is_known_method || self.is_unknown_package(&names);
        unknown.then_some(Looker {
            sight: Sight::Evaluated,
            by,
            whole: true,
            anything: None,
        })
    }

    /// The names of what is called, be it a method of what another call hands out: `Injector().get`, `injector.get`.
    fn callee(&self, module: ModuleId, call: &Operation, path: &Path) -> Vec<String> {
        let facts = self.objects.program.facts(module);
        let held = path
            .binding
            .and_then(|id| Some(&facts?.bindings[id as usize].origins))
            .into_iter()
            .flatten();
        let made = call.receiver.iter().chain(held).filter_map(|origin| match origin {
            Origin::Call(maker) => Some(maker),
            _ => None,
        });
        let methods = made.flat_map(|maker| {
            let method = path.attributes.iter().cloned();
            let path = Path {
                attributes: maker.attributes.iter().cloned().chain(method).collect(),
                ..maker.clone()
            };
            self.lookup.names(module, &path)
        });
        let own = self.lookup.names(module, path).into_iter();
        let own = own.filter(|_| !path.root.is_empty());
        own.chain(methods).chain(self.inherited(module, path)).collect()
    }

    /// The names under which the bases of a class of the project have the method that is called.
    fn inherited(&self, module: ModuleId, path: &Path) -> Vec<String> {
        let Some((method, attributes)) = path.attributes.split_last() else {
            return Vec::new();
        };
        let receiver = Path {
            attributes: attributes.to_vec(),
            ..path.clone()
        };
        let meaning = self.objects.path(module, &receiver);
        let this = meaning.parameters.iter().filter(|(_, place)| *place == 0);
        let this = this.filter_map(|(function, _)| self.objects.class_of(*function));
        let mut classes: Vec<Owner> = meaning.owners.iter().copied().chain(this).collect();
        let mut names = Vec::new();
        let mut at = 0;
        while let Some(&class) = classes.get(at) {
            at += 1;
            let bases = self.objects.definition(class).map(|class| class.bases.as_slice());
            for base in bases.unwrap_or_default().iter().flatten() {
                let longer = Path {
                    attributes: base.attributes.iter().chain([method]).cloned().collect(),
                    ..base.clone()
                };
                names.extend(self.lookup.names(class.0, &longer));
                for owner in self.objects.path(class.0, base).owners {
                    if !classes.contains(&owner) {
                        classes.push(owner);
                    }
                }
            }
        }
        names
    }

    /// Whether a callee is an attribute of something that a variable or parameter holds.
    fn is_of_a_value(&self, facts: &ModuleFacts, path: &Path) -> bool {
        match path.binding {
            Some(id) => {
                let kinds = facts.bindings[id as usize].kinds;
                kinds.imports + kinds.functions + kinds.classes == 0
            }
            None => false,
        }
    }

    /// Whether a call goes to an installed package of which neither the rules nor its own code say what it does.
    fn is_unknown_package(&self, names: &[String]) -> bool {
        let program = self.objects.program;
        // The longest name that is a module: a namespace package may hold the project and installed packages.
        let kind = |name: &str| {
            let module = prefixes(name).find_map(|prefix| program.find(prefix));
            module.map(|id| program.modules[id].kind)
        };
        // What a package made may have a name of the project as well, that of the variable which holds it.
        let is_outside = |name: &&String| matches!(kind(name), Some(Kind::Site | Kind::Missing));
        let mut outside = names.iter().filter(is_outside);
        !names.iter().any(|name| self.lookup.inputs.rules.is_harmless_call(name))
            && outside.any(|name| self.packages.may_look(name))
    }

    /// The functions and classes that are named in a call, outside annotations; of a function that is called there, what it hands
    /// out.
    fn named_within(&self, module: ModuleId, facts: &ModuleFacts, call: &Operation) -> Vec<Owner> {
        let within = |span: Span| call.span.start <= span.start && span.end <= call.span.end;
        let calls = facts.operations.iter().filter(|one| one.kind == OperationKind::Call);
        let called: FxHashSet<u32> = calls
            .filter(|one| within(one.span) && one.path.as_ref().is_some_and(|path| !path.root.is_empty()))
            .map(|one| one.span.start)
            .collect();
        let references = facts
            .references
            .iter()
            .filter(|reference| within(reference.span) && !matches!(reference.phase, Phase::Annotation { .. }));
        let named = references.flat_map(|reference| {
            let path = Path {
                root: facts.bindings[reference.binding as usize].name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes.clone(),
            };
            let owners = self.objects.path(module, &path).owners;
            let is_called = called.contains(&reference.span.start);
            owners
                .into_iter()
                .flat_map(move |owner| match self.objects.definition(owner) {
                    Some(one) if is_called && !one.is_class => self.objects.handed_out(owner, &[], 0).owners,
                    _ => vec![owner],
                })
        });
        named.collect()
    }
}

/// The methods that rules name, of the packages that the project imports.
fn imported_methods<'a>(lookup: &Lookup<'a>, objects: &Objects<'a>) -> FxHashSet<&'a str> {
    let mut imported: FxHashSet<&str> = FxHashSet::default();
    for (_, facts) in objects.own() {
        let absolute = facts.imports.iter().filter(|import| import.level == 0);
        imported.extend(absolute.filter_map(|import| import.module.split('.').next()));
    }
    let rules = lookup.inputs.rules.annotation_rules();
    let known = rules.filter(|rule| {
        let names = rule.subject().map(|(_, name)| name).into_iter();
        let mut names = names.chain(rule.also.iter().map(String::as_str));
        names.any(|name| name.split('.').next().is_some_and(|top| imported.contains(top)))
    });
    known.flat_map(|rule| &rule.methods).map(String::as_str).collect()
}
