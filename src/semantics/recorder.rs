//! Collects what the walk sees.
mod resolving;

use ruff_python_ast::name::Name;
use rustc_hash::FxHashMap;
use thin_vec::ThinVec;

use super::facts::{
    Access, Binding, BindingId, BindingKinds, BlockId, MODULE, Mention, MentionKind, ModuleFacts, Operation, Origin,
    Phase, Role, Scope, ScopeId, ScopeKind, Supposed,
};
use crate::syntax::Span;

/// A name that was read, before it is known what it is bound to.
pub(super) struct RawReference {
    pub root: Name,
    pub scope: ScopeId,
    pub block: Option<BlockId>,
    pub span: Span,
    pub attributes: Vec<String>,
    pub phase: Phase,
    pub access: Access,
    pub role: Role,
}

/// How a name is bound at one place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Import,
    TypeCheckingImport,
    Function,
    Class,
    Assignment,
    Deletion,
    Parameter,
}

/// The growing facts of one module.
pub(super) struct Recorder {
    pub facts: ModuleFacts,
    raw: Vec<RawReference>,
    names: Vec<FxHashMap<String, BindingId>>,
    nonlocals: Vec<Vec<String>>,
    origins: Vec<(BindingId, ScopeId, Vec<Origin>)>,
}

impl Recorder {
    pub fn new() -> Self {
        let mut recorder = Recorder {
            facts: ModuleFacts::default(),
            raw: Vec::new(),
            names: Vec::new(),
            nonlocals: Vec::new(),
            origins: Vec::new(),
        };
        recorder.open(None, ScopeKind::Module);
        recorder
    }

    /// Adds a scope below `parent`.
    pub fn open(&mut self, parent: Option<ScopeId>, kind: ScopeKind) -> ScopeId {
        let id = self.facts.scopes.len() as ScopeId;
        self.facts.scopes.push(Scope {
            parent,
            kind,
            definition: None,
            names: Vec::new(),
            reads_locals: false,
            import_errors_handled: Vec::new(),
            globals: Vec::new(),
        });
        self.names.push(FxHashMap::default());
        self.nonlocals.push(Vec::new());
        id
    }

    /// Notes `global name` or `nonlocal name`.
    pub fn declare(&mut self, scope: ScopeId, name: &str, global: bool) {
        if global {
            self.facts.scopes[scope as usize].globals.push(name.to_owned());
        } else {
            self.nonlocals[scope as usize].push(name.to_owned());
        }
    }

    /// Binds `name`, following `global` and `nonlocal`.
    pub fn bind(&mut self, scope: ScopeId, name: &str, how: How, span: Span) -> BindingId {
        let mut target = scope;
        let mut from_global = false;
        if scope != MODULE
            && self.facts.scopes[scope as usize]
                .globals
                .iter()
                .any(|global| global == name)
        {
            (target, from_global) = (MODULE, true);
        } else if self.nonlocals[scope as usize].iter().any(|nonlocal| nonlocal == name) {
            target = self.enclosing_function_with(scope, name);
        }
        let id = self.entry(target, name, span);
        let binding = &mut self.facts.bindings[id as usize];
        binding.last = span;
        let kinds = &mut binding.kinds;
        kinds.from_global_statement |= from_global;
        let count = match how {
            How::Import => &mut kinds.imports,
            How::TypeCheckingImport => &mut kinds.type_checking_imports,
            How::Function => &mut kinds.functions,
            How::Class => &mut kinds.classes,
            How::Assignment => &mut kinds.assignments,
            How::Deletion => &mut kinds.deletions,
            How::Parameter => &mut kinds.parameters,
        };
        *count = count.saturating_add(1);
        id
    }

    fn entry(&mut self, scope: ScopeId, name: &str, span: Span) -> BindingId {
        if let Some(&id) = self.names[scope as usize].get(name) {
            return id;
        }
        let id = self.facts.bindings.len() as BindingId;
        self.facts.bindings.push(Binding {
            name: name.to_owned(),
            scope,
            kinds: BindingKinds::default(),
            first: span,
            last: span,
            value: None,
            origins: ThinVec::new(),
        });
        self.names[scope as usize].insert(name.to_owned(), id);
        self.facts.scopes[scope as usize].names.push(id);
        id
    }

    fn enclosing_function_with(&self, scope: ScopeId, name: &str) -> ScopeId {
        let outer = || {
            self.facts.scope_chain(scope).skip(1).filter(|&id| {
                matches!(
                    self.facts.scopes[id as usize].kind,
                    ScopeKind::Function | ScopeKind::Lambda
                )
            })
        };
        outer()
            .find(|&id| self.names[id as usize].contains_key(name))
            .or_else(|| outer().next())
            .unwrap_or(MODULE)
    }

    /// Notes a read of a name.
    pub fn read(&mut self, reference: RawReference) {
        self.raw.push(reference);
    }

    /// Whether any code of the file reads a name so far.
    pub fn has_read(&self, name: &str) -> bool {
        self.raw.iter().any(|reference| reference.root == name)
    }

    /// Notes where a value that is bound to a name in `scope` comes from.
    pub fn originate(&mut self, id: BindingId, scope: ScopeId, origins: Vec<Origin>) {
        if !origins.is_empty() {
            self.origins.push((id, scope, origins));
        }
    }

    /// The binding of a name in a scope, if there is one by now.
    pub fn bound(&self, scope: ScopeId, name: &str) -> Option<BindingId> {
        let global = self.facts.scopes[scope as usize]
            .globals
            .iter()
            .any(|global| global == name);
        let scope = if global { MODULE } else { scope };
        self.names[scope as usize].get(name).copied()
    }

    /// Notes an operation.
    pub fn operate(&mut self, operation: Operation) {
        self.facts.operations.push(operation);
    }

    /// Notes a mention.
    pub fn mention(&mut self, scope: ScopeId, span: Span, kind: MentionKind) {
        self.facts.mentions.push(Mention { span, scope, kind });
    }

    /// A mention that holds only where others give one of these constants another value; without any, it does in any case.
    pub fn suppose(&mut self, constants: &[String], scope: ScopeId, span: Span, kind: MentionKind) {
        let mention = Mention { span, scope, kind };
        match constants {
            [] => self.facts.mentions.push(mention),
            _ => self.facts.supposed.push(Supposed {
                constants: constants.to_vec(),
                mention,
            }),
        }
    }
}
