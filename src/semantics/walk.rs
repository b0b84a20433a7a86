//! Walks a syntax tree and notes scopes, bindings, reads and operations as Python would come upon them.
mod branches;
mod definitions;
mod expressions;
mod statements;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Pattern, Stmt};
use ruff_text_size::Ranged;
use thin_vec::ThinVec;

use super::facts::{Access, BlockId, Context, MODULE, Operation, OperationKind, Origin, Path, Phase, Role, ScopeId};
use super::loaders::Loaders;
use super::patchers::Patchers;
use super::put_together::{Key, LoadedKey, LoadedName, Pending, Put};
use super::recorder::{How, RawReference, Recorder};
use super::strings::Strings;
use super::{origins, paths};
use crate::rules::Rules;
use crate::syntax::Span;

/// Where the walk stands.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub scope: ScopeId,
    pub context: Context,
    pub role: Role,
    /// Set inside annotations, type parameters and strings for type checkers; else the phase follows from the context.
    pub phase: Option<Phase>,
    /// The innermost branch around this code.
    pub block: Option<BlockId>,
    /// Inside a loop, a `try` or the like of this function, where no branch counts.
    pub opaque: bool,
}

pub(super) struct Walker<'r> {
    pub rules: &'r Rules,
    pub recorder: Recorder,
    pub state: State,
    main_guards: usize,
    /// Where semicolons stand, which put a statement behind another one in its line; sorted.
    pub semicolons: Vec<u32>,
    /// A list that only Python itself reads: its strings name modules for nobody else.
    for_python: Option<Span>,
    /// What the names of the file stand for, if it is strings.
    pub strings: Strings,
    /// Names that are put together.
    pub pending: Vec<Pending>,
    /// The names of modules that are loaded, put together.
    pub loaded: Vec<LoadedName>,
    /// What the functions that load modules are called.
    pub loaders: Loaders,
    /// Places that read one of these and are seen otherwise: it is called, or gets another name.
    pub loaders_followed: Vec<Span>,
    /// What functions that replace what is named to them are called.
    pub patchers: Patchers,
    /// Places that read one of these and are seen otherwise.
    pub patchers_followed: Vec<Span>,
    /// Whether somebody gets hold of one otherwise.
    pub patches_otherwise: bool,
    /// What is put into `sys.modules`.
    pub puts: Vec<Put>,
    /// The keys of `sys.modules` that are set, taken away or asked for.
    pub keys: Vec<LoadedKey>,
    /// The strings that something is compared with, once for each time.
    pub compared: Vec<String>,
    /// Variables that name modules which a function loads, or finds.
    pub loaded_by_name: Vec<(String, ScopeId)>,
    /// The names that are looked up in namespaces.
    pub namespace_keys: Vec<Key>,
    /// The class around this code.
    class_name: Option<String>,
    /// Calls that hand out signatures, of which only the names of the parameters are taken.
    pub named_only: Vec<Span>,
    /// Namespaces that are handed to `eval`, `exec` or a copy of their function, and to nothing else.
    pub evaluated_in: Vec<Span>,
    /// The expression that stands on its own as a statement.
    pub discarded: Option<Span>,
    /// Questions after a module that is imported where it is not there.
    pub loading: Vec<Span>,
}

impl<'r> Walker<'r> {
    pub fn new(rules: &'r Rules, for_python: Option<Span>, loaders: Loaders) -> Self {
        let state = State {
            scope: MODULE,
            context: Context::default(),
            role: Role::Plain,
            phase: None,
            block: None,
            opaque: false,
        };
        Walker {
            rules,
            recorder: Recorder::new(),
            state,
            main_guards: 0,
            semicolons: Vec::new(),
            for_python,
            strings: Strings::default(),
            pending: Vec::new(),
            loaded: Vec::new(),
            loaders,
            loaders_followed: Vec::new(),
            patchers: Patchers::default(),
            patchers_followed: Vec::new(),
            patches_otherwise: false,
            puts: Vec::new(),
            keys: Vec::new(),
            compared: Vec::new(),
            loaded_by_name: Vec::new(),
            namespace_keys: Vec::new(),
            class_name: None,
            named_only: Vec::new(),
            evaluated_in: Vec::new(),
            discarded: None,
            loading: Vec::new(),
        }
    }

    /// Runs `inner` with a changed state, and restores it.
    pub fn with<T>(&mut self, change: impl FnOnce(&mut State), inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.state;
        change(&mut self.state);
        let result = inner(self);
        self.state = before;
        result
    }

    pub fn phase(&self) -> Phase {
        match self.state.phase {
            _ if self.state.context.type_checking => Phase::TypeCheckers,
            Some(phase) => phase,
            None if self.state.context.main_guard => Phase::MainGuard,
            None => Phase::Run,
        }
    }

    /// Whether this code really runs, so that its operations count.
    pub fn runs(&self) -> bool {
        matches!(self.phase(), Phase::Run | Phase::MainGuard)
    }

    fn bind(&mut self, name: &str, how: How, span: Span) {
        let how = match how {
            How::Import if self.state.context.type_checking => How::TypeCheckingImport,
            // What only type checkers see binds nothing.
            _ if self.state.context.type_checking => return,
            how => how,
        };
        self.change_global(name, how, span);
        self.recorder.bind(self.state.scope, name, how, span);
    }

    /// Notes that a function assigns a name that it declares `global`: it changes the module.
    fn change_global(&mut self, name: &str, how: How, span: Span) {
        let scope = self.state.scope;
        let global = |scope: ScopeId| {
            self.recorder.facts.scopes[scope as usize]
                .globals
                .iter()
                .any(|global| global == name)
        };
        if scope != MODULE && matches!(how, How::Assignment | How::Deletion) && global(scope) {
            let path = Path {
                root: name.to_owned(),
                binding: None,
                attributes: Vec::new(),
            };
            self.operate(OperationKind::Augment, Some(path), span);
        }
    }

    pub fn operate(&mut self, kind: OperationKind, path: Option<Path>, span: Span) {
        let operation = self.operation(kind, path, span);
        self.record(operation);
    }

    /// An operation at this place, without arguments.
    pub fn operation(&self, kind: OperationKind, path: Option<Path>, span: Span) -> Operation {
        Operation {
            scope: self.state.scope,
            span,
            kind,
            path,
            arguments: ThinVec::new(),
            handed: ThinVec::new(),
            receiver: ThinVec::new(),
            texts: ThinVec::new(),
            context: self.state.context,
        }
    }

    pub fn record(&mut self, operation: Operation) {
        if self.runs() {
            self.recorder.operate(operation);
        }
    }

    /// Notes the special method that an expression on `object` calls, if that has a name.
    pub(super) fn implicit(&mut self, object: &Expr, method: &str, span: Span) {
        if let Some(mut path) = paths::path(object)
            && self.runs()
        {
            path.attributes.push(method.to_owned());
            self.operate(OperationKind::Implicit, Some(path), span);
        }
    }

    /// Notes where the names in a target get their values from.
    fn originate(&mut self, found: Vec<(&ast::ExprName, Vec<Origin>)>) {
        for (name, origins) in found {
            if let Some(id) = self.recorder.bound(self.state.scope, &name.id) {
                self.recorder.originate(id, self.state.scope, origins);
            }
        }
    }

    /// The same for what a loop takes out of `iter`.
    fn originate_elements(&mut self, target: &Expr, iter: &Expr) {
        let mut found = Vec::new();
        origins::bound(target, &origins::elements(iter, self.rules), &mut found);
        self.originate(found);
        self.implicit(iter, "__iter__", iter.range().into());
    }

    pub fn read(&mut self, root: &ast::name::Name, attributes: Vec<String>, span: Span, access: Access) {
        // In a class, `__name` means `_Class__name`.
        if root.starts_with("__")
            && !root.ends_with("__")
            && let Some(class) = &self.class_name
        {
            let mangled = format!("_{}{root}", class.trim_start_matches('_'));
            self.read_name(&mangled.into(), attributes.clone(), span, access);
        }
        self.read_name(root, attributes, span, access);
    }

    fn read_name(&mut self, root: &ast::name::Name, attributes: Vec<String>, span: Span, access: Access) {
        let (scope, phase, role) = (self.state.scope, self.phase(), self.state.role);
        self.recorder.read(RawReference {
            root: root.clone(),
            scope,
            block: self.state.block,
            span,
            attributes,
            phase,
            access,
            role,
        });
    }
}

impl<'a> Visitor<'a> for Walker<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.statement(stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.expression(expr);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchStar(star) => star.name.as_ref(),
            Pattern::MatchAs(capture) => capture.name.as_ref(),
            Pattern::MatchMapping(mapping) => mapping.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(name, How::Assignment, name.range().into());
        }
        visitor::walk_pattern(self, pattern);
    }
}
