//! Walks a syntax tree and notes scopes, bindings, reads and operations as Python would come upon them.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    self as ast, Expr, ExprContext, Parameters, Pattern, Stmt, StmtClassDef, StmtFunctionDef, TypeParam, TypeParams,
};
use ruff_text_size::Ranged;

use super::conditions::{self, Test};
use super::facts::{
    Access, AnnotationPlace, Block, BlockId, Context, Decorator, Definition, DefinitionId, Import, MODULE, Operation,
    OperationKind, Origin, Path, Phase, Role, ScopeId, ScopeKind, Touch,
};
use super::mentions::Pending;
use super::namespaces::Key;
use super::paths::{self, chain};
use super::recorder::{How, RawReference, Recorder};
use super::strings::{Part, Strings};
use super::{expressions, origins};
use crate::syntax::Span;

/// Where the walk stands.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub scope: ScopeId,
    pub context: Context,
    pub role: Role,
    /// Set inside annotations, type parameters and strings for type checkers; else the phase follows from the context.
    pub phase: Option<Phase>,
    /// The innermost branch around the code at hand.
    pub block: Option<BlockId>,
    /// Inside a loop, a `try` or the like of the function at hand, where no branch counts.
    pub opaque: bool,
}

pub(super) struct Walker {
    pub recorder: Recorder,
    pub state: State,
    main_guards: usize,
    /// What the names of the file stand for, if it is strings.
    pub strings: Strings,
    /// Names that are put together.
    pub pending: Vec<Pending>,
    /// The keys of `sys.modules` that are set or taken away.
    pub keys: Vec<(Vec<Part>, Span, ScopeId)>,
    /// The names that are looked up in namespaces.
    pub namespace_keys: Vec<Key>,
    /// The class around the code at hand.
    class_name: Option<String>,
    /// Calls that hand out signatures, of which only the names of the parameters are taken.
    pub named_only: Vec<Span>,
    /// Namespaces that are handed to `eval`, `exec` or a copy of their function, and to nothing else.
    pub evaluated_in: Vec<Span>,
    /// The expression that stands on its own as a statement.
    pub discarded: Option<Span>,
}

impl Walker {
    pub fn new() -> Self {
        let state = State {
            scope: MODULE,
            context: Context::default(),
            role: Role::Plain,
            phase: None,
            block: None,
            opaque: false,
        };
        Walker {
            recorder: Recorder::new(),
            state,
            main_guards: 0,
            strings: Strings::default(),
            pending: Vec::new(),
            keys: Vec::new(),
            namespace_keys: Vec::new(),
            class_name: None,
            named_only: Vec::new(),
            evaluated_in: Vec::new(),
            discarded: None,
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

    /// Whether the code at hand really runs, so that its operations count.
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
            arguments: Vec::new(),
            handed: Vec::new(),
            receiver: Vec::new(),
            texts: Vec::new(),
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
        origins::bound(target, &origins::elements(iter), &mut found);
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

    fn annotation(&mut self, expr: &Expr, owner: Option<DefinitionId>, place: AnnotationPlace) {
        let phase = Phase::Annotation {
            owner,
            place,
            quoted: false,
            whole: expr.range().into(),
        };
        self.with(|state| state.phase = Some(phase), |walker| walker.visit_expr(expr));
    }

    fn decorators(&mut self, decorators: &[ast::Decorator]) -> Vec<Decorator> {
        decorators
            .iter()
            .map(|decorator| {
                self.with(
                    |state| state.role = Role::Decorator,
                    |walker| walker.visit_expr(&decorator.expression),
                );
                let callee = paths::callee(&decorator.expression);
                let path = paths::path(callee);
                let kind = match decorator.expression {
                    Expr::Call(_) => OperationKind::DecorateByResult,
                    _ => OperationKind::Decorate,
                };
                self.operate(kind, path.clone(), decorator.range().into());
                Decorator {
                    path,
                    is_call: decorator.expression.is_call_expr(),
                    span: decorator.expression.range().into(),
                }
            })
            .collect()
    }

    /// Opens the scope of type parameters, if there are any, and makes it current.
    fn type_parameters(&mut self, parameters: Option<&TypeParams>) {
        let Some(parameters) = parameters else { return };
        self.state.scope = self.recorder.open(Some(self.state.scope), ScopeKind::TypeParameters);
        for parameter in &parameters.type_params {
            let name = parameter.name();
            self.recorder
                .bind(self.state.scope, name, How::Parameter, name.range().into());
            let bounds = match parameter {
                TypeParam::TypeVar(variable) => [variable.bound.as_deref(), variable.default.as_deref()],
                TypeParam::TypeVarTuple(variable) => [variable.default.as_deref(), None],
                TypeParam::ParamSpec(variable) => [variable.default.as_deref(), None],
            };
            for bound in bounds.into_iter().flatten() {
                self.with(
                    |state| state.phase = Some(Phase::OnDemand),
                    |walker| walker.visit_expr(bound),
                );
            }
        }
    }

    fn defaults(&mut self, parameters: &Parameters) {
        for default in parameters
            .iter_non_variadic_params()
            .filter_map(|parameter| parameter.default.as_deref())
        {
            self.with(|state| state.role = Role::Default, |walker| walker.visit_expr(default));
        }
    }

    /// Binds the parameters; what those among `given` are is known.
    fn bind_parameters(&mut self, parameters: &Parameters, given: &[&str]) {
        for parameter in parameters.iter() {
            if !given.contains(&parameter.name().as_str()) {
                self.strings.parameter(parameter.name());
            }
            self.recorder.bind(
                self.state.scope,
                parameter.name(),
                How::Parameter,
                parameter.name().range().into(),
            );
        }
    }

    /// Makes a new scope current, for code that runs on its own conditions.
    fn enter(&mut self, kind: ScopeKind) -> ScopeId {
        let scope = self.recorder.open(Some(self.state.scope), kind);
        self.state.scope = scope;
        self.state.role = Role::Plain;
        if kind.is_function() {
            self.state.context = Context {
                type_checking: self.state.context.type_checking,
                ..Context::default()
            };
        }
        self.state.opaque = !kind.is_function();
        scope
    }

    fn define(&mut self, definition: Definition) -> DefinitionId {
        let id = self.recorder.facts.definitions.len() as DefinitionId;
        self.recorder.facts.scopes[definition.body as usize].definition = Some(id);
        self.recorder.facts.definitions.push(definition);
        id
    }

    fn function(&mut self, function: &StmtFunctionDef) {
        let (scope, context) = (self.state.scope, self.state.context);
        let decorators = self.decorators(&function.decorator_list);
        self.defaults(&function.parameters);
        let name_span = function.name.range().into();
        self.with(
            |_| {},
            |walker| {
                walker.type_parameters(function.type_params.as_deref());
                let outer = walker.state;
                let body = walker.enter(ScopeKind::Function);
                let id = walker.define(Definition {
                    is_class: false,
                    name: function.name.to_string(),
                    name_span,
                    scope,
                    body,
                    decorators,
                    bases: Vec::new(),
                    keywords: Vec::new(),
                    context,
                    parameters: function.parameters.iter().map(|one| one.name().to_string()).collect(),
                    returns: Vec::new(),
                });
                let inner = std::mem::replace(&mut walker.state, outer);
                let annotated = function
                    .parameters
                    .iter()
                    .filter_map(|parameter| parameter.annotation());
                for annotation in annotated.chain(function.returns.as_deref()) {
                    walker.annotation(annotation, Some(id), AnnotationPlace::Signature);
                }
                walker.state = inner;
                let given = walker.strings.parametrize(&function.decorator_list);
                walker.bind_parameters(&function.parameters, &given);
                walker.visit_body(&function.body);
            },
        );
        self.bind(&function.name, How::Function, name_span);
    }

    fn class(&mut self, class: &StmtClassDef) {
        let (scope, context) = (self.state.scope, self.state.context);
        let decorators = self.decorators(&class.decorator_list);
        let name_span = class.name.range().into();
        self.with(
            |_| {},
            |walker| {
                walker.type_parameters(class.type_params.as_deref());
                if let Some(arguments) = &class.arguments {
                    walker.with(
                        |state| state.role = Role::Base,
                        |walker| walker.visit_arguments(arguments),
                    );
                }
                let body = walker.enter(ScopeKind::Class);
                walker.define(Definition {
                    is_class: true,
                    name: class.name.to_string(),
                    name_span,
                    scope,
                    body,
                    decorators,
                    bases: class.bases().iter().map(paths::base).collect(),
                    keywords: class
                        .keywords()
                        .iter()
                        .map(|keyword| {
                            let name = keyword.arg.as_ref().map(ToString::to_string).unwrap_or_default();
                            (name, paths::path(&keyword.value))
                        })
                        .collect(),
                    context,
                    parameters: Vec::new(),
                    returns: Vec::new(),
                });
                let outer = walker.class_name.replace(class.name.to_string());
                walker.visit_body(&class.body);
                walker.class_name = outer;
            },
        );
        self.bind(&class.name, How::Class, name_span);
    }

    fn imports(&mut self, statement: Span, names: &[ast::Alias], from: Option<(&str, u32)>, is_lazy: bool) {
        for alias in names {
            let import = Import {
                statement,
                alias: alias.range().into(),
                level: from.map_or(0, |(_, level)| level),
                module: from.map_or_else(|| alias.name.to_string(), |(module, _)| module.to_owned()),
                name: from.map(|_| alias.name.to_string()),
                asname: alias.asname.as_ref().map(ToString::to_string),
                scope: self.state.scope,
                binding: None,
                context: self.state.context,
                is_lazy,
            };
            let binding = (!import.is_star()).then(|| {
                let how = if self.state.context.type_checking {
                    How::TypeCheckingImport
                } else {
                    How::Import
                };
                self.recorder
                    .bind(self.state.scope, import.bound_name(), how, import.alias)
            });
            if import.bound_name() == "__all__" && import.name.is_some() && !self.state.context.type_checking {
                self.unknown_exports(statement);
            }
            self.recorder.facts.imports.push(Import { binding, ..import });
        }
    }

    /// A suite in which an import would not do what it does in front of the statement.
    fn branch(&mut self, change: impl Fn(&mut Context), body: &[Stmt]) {
        self.with(
            |state| {
                change(&mut state.context);
                state.opaque = true;
            },
            |walker| walker.visit_body(body),
        );
    }

    /// A branch of the `if` or `match` that starts at `statement`.
    fn block(&mut self, statement: u32, change: impl Fn(&mut Context), body: &[Stmt]) {
        let State { scope, block, .. } = self.state;
        let is_function = self.recorder.facts.scopes[scope as usize].kind == ScopeKind::Function;
        let block = match (body.first(), body.last()) {
            (Some(first), Some(last)) if is_function && !self.state.opaque => {
                let span = Span::new(first.start().into(), last.end().into());
                let blocks = &mut self.recorder.facts.blocks;
                blocks.push(Block {
                    parent: block,
                    scope,
                    statement,
                    span,
                });
                Some(blocks.len() as BlockId - 1)
            }
            _ => block,
        };
        self.with(
            |state| {
                change(&mut state.context);
                state.block = block;
            },
            |walker| walker.visit_body(body),
        );
    }

    fn if_statement(&mut self, statement: &ast::StmtIf) {
        self.visit_expr(&statement.test);
        let at_module_level = self.state.scope == MODULE;
        let mut test = conditions::test(&statement.test);
        if self.is_checking_flag(&statement.test) {
            test = Test::TypeChecking;
        }
        // A flag of that name may be anybody's.
        if test == Test::TypeChecking && !self.is_typing(&statement.test) {
            test = Test::Other;
        }
        if test == Test::MainGuard && !at_module_level {
            test = Test::Other;
        }
        if test == Test::MainGuard {
            let first = self.main_guards == 0 && !self.state.context.conditional && !self.state.context.in_try;
            self.main_guards += 1;
            self.recorder.facts.main_guard = first.then(|| statement.range().start().into());
        }
        let start = statement.start().into();
        self.block(
            start,
            |context| match test {
                Test::TypeChecking => context.type_checking = true,
                Test::MainGuard => context.main_guard = true,
                Test::NotTypeChecking | Test::Other => context.conditional = true,
            },
            &statement.body,
        );
        for clause in &statement.elif_else_clauses {
            if let Some(condition) = &clause.test {
                self.visit_expr(condition);
            }
            self.block(
                start,
                |context| match test {
                    Test::NotTypeChecking if clause.test.is_none() => context.type_checking = true,
                    _ => context.conditional = true,
                },
                &clause.body,
            );
        }
    }

    /// Whether it is `TYPE_CHECKING` imported under another name.
    fn is_checking_flag(&self, test: &Expr) -> bool {
        let Expr::Name(name) = test else { return false };
        let mut imports = self.recorder.facts.imports.iter();
        imports.any(|import| {
            import.name.as_deref() == Some("TYPE_CHECKING")
                && import.bound_name() == name.id.as_str()
                && matches!(import.module.as_str(), "typing" | "typing_extensions")
        })
    }

    /// Whether the object whose attribute is asked for is the typing module.
    fn is_typing(&self, test: &Expr) -> bool {
        let Some((root, _)) = chain(test).filter(|(_, attributes)| !attributes.is_empty()) else {
            return true;
        };
        let mut imports = self
            .recorder
            .facts
            .imports
            .iter()
            .filter(|import| import.bound_name() == root.id.as_str());
        imports.all(|import| matches!(import.module.as_str(), "typing" | "typing_extensions"))
    }

    fn try_statement(&mut self, statement: &ast::StmtTry) {
        let caught = conditions::catches_import_errors(&statement.handlers, &statement.body);
        self.recorder.facts.scopes[self.state.scope as usize].catches_import_errors |= caught;
        self.branch(
            |context| {
                context.in_try = true;
                if caught {
                    context.import_errors_caught = true;
                    context.catcher = statement.start().into();
                }
            },
            &statement.body,
        );
        self.with(
            |state| {
                state.context.in_try = true;
                state.opaque = true;
            },
            |walker| {
                for ast::ExceptHandler::ExceptHandler(handler) in &statement.handlers {
                    handler.type_.iter().for_each(|kind| walker.visit_expr(kind));
                    if let Some(name) = &handler.name {
                        walker.bind(name, How::Assignment, name.range().into());
                    }
                    walker.visit_body(&handler.body);
                }
                walker.visit_body(&statement.orelse);
                walker.visit_body(&statement.finalbody);
            },
        );
    }

    fn assigned_value(&mut self, target: &Expr, value: &Expr) {
        if let Expr::Name(name) = target
            && !self.state.context.type_checking
            && let Some(found) = paths::value(value)
        {
            self.change_global(&name.id, How::Assignment, name.range().into());
            let id = self
                .recorder
                .bind(self.state.scope, &name.id, How::Assignment, name.range().into());
            let binding = &mut self.recorder.facts.bindings[id as usize];
            let only = binding.kinds.assignments == 1;
            binding.value = only.then_some(found);
        } else {
            self.visit_expr(target);
        }
    }

    /// A target that is changed rather than bound: `a.b = `, `a[b] = `, `del a.b`.
    fn change(&mut self, object: &Expr, attribute: Option<&str>, span: Span) {
        let mut path = paths::path(object);
        if let (Some(path), Some(attribute)) = (&mut path, attribute) {
            path.attributes.push(attribute.to_owned());
        }
        let kind = if attribute.is_some() {
            OperationKind::WriteAttribute
        } else {
            OperationKind::WriteItem
        };
        self.operate(kind, path, span);
    }

    fn comprehension(&mut self, generators: &[ast::Comprehension], elements: &[&Expr]) {
        let Some(first) = generators.first() else { return };
        // The outermost iterable is evaluated outside.
        self.visit_expr(&first.iter);
        self.sifted(first);
        self.with(
            |_| {},
            |walker| {
                walker.enter_comprehension();
                for (at, generator) in generators.iter().enumerate() {
                    if at > 0 {
                        walker.visit_expr(&generator.iter);
                    }
                    walker.visit_expr(&generator.target);
                    walker.originate_elements(&generator.target, &generator.iter);
                    walker
                        .strings
                        .loop_over(&generator.target, &generator.iter, &generator.ifs);
                    generator.ifs.iter().for_each(|condition| walker.visit_expr(condition));
                }
                elements.iter().for_each(|element| walker.visit_expr(element));
            },
        );
    }

    /// Notes the special methods of a comparison.
    fn compared(&mut self, compare: &ast::ExprCompare, span: Span) {
        let mut left = &*compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let (object, method) = match op {
                ast::CmpOp::Eq | ast::CmpOp::NotEq => (left, "__eq__"),
                ast::CmpOp::Lt => (left, "__lt__"),
                ast::CmpOp::LtE => (left, "__le__"),
                ast::CmpOp::Gt => (left, "__gt__"),
                ast::CmpOp::GtE => (left, "__ge__"),
                ast::CmpOp::In | ast::CmpOp::NotIn => (right, "__contains__"),
                ast::CmpOp::Is | ast::CmpOp::IsNot => continue,
            };
            self.implicit(object, method, span);
            left = right;
        }
    }

    fn enter_comprehension(&mut self) {
        self.state.scope = self.recorder.open(Some(self.state.scope), ScopeKind::Comprehension);
    }

    /// `:=` binds in the nearest scope that is no comprehension.
    fn walrus(&mut self, name: &ast::ExprName, value: &Expr) {
        let scope = self
            .recorder
            .facts
            .scope_chain(self.state.scope)
            .find(|&id| self.recorder.facts.scopes[id as usize].kind != ScopeKind::Comprehension)
            .unwrap_or(MODULE);
        let id = self
            .recorder
            .bind(scope, &name.id, How::Assignment, name.range().into());
        self.recorder.originate(id, self.state.scope, origins::origins(value));
    }
}

impl<'a> Visitor<'a> for Walker {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let span: Span = stmt.range().into();
        match stmt {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Import(import) => self.imports(span, &import.names, None, import.is_lazy),
            Stmt::ImportFrom(import) => {
                let module = import.module.as_deref().unwrap_or_default();
                if module == "__future__" && import.level == 0 {
                    let annotations = import.names.iter().any(|alias| &alias.name == "annotations");
                    self.recorder.facts.future_annotations |= annotations;
                } else {
                    self.imports(span, &import.names, Some((module, import.level)), import.is_lazy);
                }
            }
            Stmt::Global(global) => {
                global
                    .names
                    .iter()
                    .for_each(|name| self.recorder.declare(self.state.scope, name, true));
            }
            Stmt::Nonlocal(nonlocal) => {
                nonlocal
                    .names
                    .iter()
                    .for_each(|name| self.recorder.declare(self.state.scope, name, false));
            }
            Stmt::If(statement) => self.if_statement(statement),
            Stmt::Try(statement) => self.try_statement(statement),
            Stmt::With(statement) => {
                let caught = statement
                    .items
                    .iter()
                    .any(|item| conditions::may_suppress(&item.context_expr));
                self.recorder.facts.scopes[self.state.scope as usize].catches_import_errors |= caught;
                for item in &statement.items {
                    self.visit_expr(&item.context_expr);
                    self.operate(
                        OperationKind::With,
                        paths::path(paths::callee(&item.context_expr)),
                        item.range().into(),
                    );
                    if let Some(target) = &item.optional_vars {
                        self.visit_expr(target);
                        let mut found = Vec::new();
                        origins::bound(target, &origins::origins(&item.context_expr), &mut found);
                        self.originate(found);
                    }
                }
                self.branch(
                    |context| {
                        context.in_with = true;
                        if caught {
                            context.import_errors_caught = true;
                            context.catcher = span.start;
                        }
                    },
                    &statement.body,
                );
            }
            Stmt::For(statement) => {
                self.named_only.extend(expressions::signature_of_names(&statement.iter));
                self.visit_expr(&statement.iter);
                self.visit_expr(&statement.target);
                self.originate_elements(&statement.target, &statement.iter);
                let only_if = match statement.body.as_slice() {
                    [Stmt::If(only)] if only.elif_else_clauses.is_empty() => Some(&*only.test),
                    _ => None,
                };
                self.strings.loop_over(&statement.target, &statement.iter, only_if);
                self.branch(|context| context.conditional = true, &statement.body);
                self.branch(|context| context.conditional = true, &statement.orelse);
            }
            Stmt::While(statement) => {
                self.visit_expr(&statement.test);
                self.branch(|context| context.conditional = true, &statement.body);
                self.branch(|context| context.conditional = true, &statement.orelse);
            }
            Stmt::Match(statement) => {
                self.visit_expr(&statement.subject);
                for case in &statement.cases {
                    self.with(
                        |state| state.context.conditional = true,
                        |walker| {
                            walker.visit_pattern(&case.pattern);
                            case.guard.iter().for_each(|guard| walker.visit_expr(guard));
                        },
                    );
                    self.block(span.start, |context| context.conditional = true, &case.body);
                }
            }
            Stmt::Assign(assign) => {
                self.exports_of(stmt);
                self.visit_expr(&assign.value);
                for target in &assign.targets {
                    self.strings.assign(target, &assign.value);
                    self.assigned_value(target, &assign.value);
                    let mut found = Vec::new();
                    origins::assigned(target, &assign.value, &mut found);
                    self.originate(found);
                }
            }
            Stmt::AnnAssign(assign) => {
                self.exports_of(stmt);
                assign.value.iter().for_each(|value| self.visit_expr(value));
                let (place, owner) = self.annotation_place();
                self.annotation(&assign.annotation, owner, place);
                match &assign.value {
                    Some(value) => {
                        self.strings.assign(&assign.target, value);
                        self.assigned_value(&assign.target, value);
                        let mut found = Vec::new();
                        origins::assigned(&assign.target, value, &mut found);
                        self.originate(found);
                    }
                    // `x: T` makes `x` a local name in a function and binds nothing elsewhere.
                    None if assign.target.is_name_expr() && place != AnnotationPlace::LocalVariable => {}
                    None => self.visit_expr(&assign.target),
                }
            }
            Stmt::AugAssign(assign) => {
                self.exports_of(stmt);
                self.visit_expr(&assign.value);
                if let Expr::Name(name) = &*assign.target {
                    self.read(&name.id, Vec::new(), name.range().into(), Access::Read);
                    self.operate(OperationKind::Augment, paths::path(&assign.target), span);
                }
                self.visit_expr(&assign.target);
            }
            Stmt::TypeAlias(alias) => {
                self.with(
                    |_| {},
                    |walker| {
                        walker.type_parameters(alias.type_params.as_deref());
                        walker.enter(ScopeKind::TypeParameters);
                        walker.with(
                            |state| state.phase = Some(Phase::OnDemand),
                            |walker| walker.visit_expr(&alias.value),
                        );
                    },
                );
                self.visit_expr(&alias.name);
            }
            Stmt::Delete(_) => {
                self.exports_of(stmt);
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Return(result) => {
                let function = self.recorder.facts.executing_function(self.state.scope);
                let definition = function.and_then(|id| self.recorder.facts.scopes[id as usize].definition);
                if let (Some(id), Some(value)) = (definition, &result.value) {
                    let returns = &mut self.recorder.facts.definitions[id as usize].returns;
                    returns.extend(origins::origins(value));
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Raise(_) | Stmt::Assert(_) => {
                self.operate(OperationKind::Raise, None, span);
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Expr(expression) => {
                self.exports_of(stmt);
                // A string on its own is a docstring or a comment: it names nothing.
                if !expression.value.is_string_literal_expr() {
                    self.discarded = Some(expression.value.range().into());
                    self.visit_expr(&expression.value);
                }
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let span: Span = expr.range().into();
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load | ExprContext::Invalid => {
                    if name.id == "globals" {
                        self.other_globals(span);
                    }
                    self.read(&name.id, Vec::new(), span, Access::Read);
                }
                ExprContext::Store => self.bind(&name.id, How::Assignment, span),
                ExprContext::Del => self.bind(&name.id, How::Deletion, span),
            },
            Expr::Attribute(attribute) => {
                let writes = attribute.ctx.is_store() || attribute.ctx.is_del();
                if writes {
                    self.change(&attribute.value, Some(&attribute.attr), span);
                }
                if attribute.ctx.is_del() {
                    self.deleted(attribute);
                }
                self.whole_namespace(attribute);
                match chain(expr) {
                    Some((root, attributes)) => {
                        let access = if writes { Access::WriteAttribute } else { Access::Read };
                        self.read(&root.id, attributes, root.range().into(), access);
                    }
                    None => {
                        self.loose(attribute);
                        self.visit_expr(&attribute.value);
                    }
                }
            }
            Expr::Subscript(subscript) => self.subscript(subscript),
            Expr::Call(call) => {
                self.put_together(expr);
                self.call(call);
            }
            Expr::Compare(compare) => {
                self.presence(compare);
                self.key_is_in(compare);
                let contained = compare.comparators.iter().filter_map(expressions::signature_of_names);
                let is_membership = compare
                    .ops
                    .iter()
                    .all(|op| matches!(op, ast::CmpOp::In | ast::CmpOp::NotIn));
                self.named_only.extend(contained.filter(|_| is_membership));
                self.compared(compare, span);
                visitor::walk_expr(self, expr);
            }
            Expr::FString(_) => {
                self.put_together(expr);
                visitor::walk_expr(self, expr);
            }
            Expr::BinOp(sum) => {
                self.put_together(expr);
                self.implicit(&sum.left, dunder(sum.op), span);
                self.implicit(&sum.right, &dunder(sum.op).replacen("__", "__r", 1), span);
                self.visit_expr(&sum.left);
                match &*sum.right {
                    // `folder / f"app.{ending}"` is a file: it names nothing.
                    Expr::FString(_) if sum.op == ast::Operator::Div => visitor::walk_expr(self, &sum.right),
                    right => self.visit_expr(right),
                }
            }
            Expr::UnaryOp(unary) => {
                let method = match unary.op {
                    ast::UnaryOp::Invert => "__invert__",
                    ast::UnaryOp::Not => "__bool__",
                    ast::UnaryOp::UAdd => "__pos__",
                    ast::UnaryOp::USub => "__neg__",
                };
                self.implicit(&unary.operand, method, span);
                visitor::walk_expr(self, expr);
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                match &*named.target {
                    Expr::Name(name) => {
                        if name.id == "__all__" {
                            self.unknown_exports(span);
                        }
                        self.walrus(name, &named.value);
                    }
                    target => self.visit_expr(target),
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                self.with(
                    |_| {},
                    |walker| {
                        let scope = walker.enter(ScopeKind::Lambda);
                        walker.recorder.facts.lambdas.push((span.start, scope));
                        if let Some(parameters) = &lambda.parameters {
                            walker.bind_parameters(parameters, &[]);
                        }
                        walker.visit_expr(&lambda.body);
                    },
                );
            }
            Expr::ListComp(comprehension) => self.comprehension(&comprehension.generators, &[&comprehension.elt]),
            Expr::SetComp(comprehension) => self.comprehension(&comprehension.generators, &[&comprehension.elt]),
            Expr::Generator(comprehension) => self.comprehension(&comprehension.generators, &[&comprehension.elt]),
            Expr::DictComp(comprehension) => {
                let key = comprehension.key.as_deref();
                let elements: Vec<&Expr> = key.into_iter().chain([&*comprehension.value]).collect();
                self.comprehension(&comprehension.generators, &elements);
            }
            Expr::StringLiteral(string) => self.string(string),
            Expr::BytesLiteral(bytes) => {
                let text: Vec<u8> = bytes.value.bytes().collect();
                self.text(&String::from_utf8_lossy(&text), span, Touch::Read, &[]);
            }
            _ => visitor::walk_expr(self, expr),
        }
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

impl Walker {
    fn annotation_place(&self) -> (AnnotationPlace, Option<DefinitionId>) {
        let scope = &self.recorder.facts.scopes[self.state.scope as usize];
        match scope.kind {
            ScopeKind::Module => (AnnotationPlace::ModuleVariable, None),
            ScopeKind::Class => (AnnotationPlace::ClassVariable, scope.definition),
            _ => (AnnotationPlace::LocalVariable, None),
        }
    }
}

/// The special method of an operator.
fn dunder(operator: ast::Operator) -> &'static str {
    match operator {
        ast::Operator::Add => "__add__",
        ast::Operator::Sub => "__sub__",
        ast::Operator::Mult => "__mul__",
        ast::Operator::MatMult => "__matmul__",
        ast::Operator::Div => "__truediv__",
        ast::Operator::Mod => "__mod__",
        ast::Operator::Pow => "__pow__",
        ast::Operator::LShift => "__lshift__",
        ast::Operator::RShift => "__rshift__",
        ast::Operator::BitOr => "__or__",
        ast::Operator::BitXor => "__xor__",
        ast::Operator::BitAnd => "__and__",
        ast::Operator::FloorDiv => "__floordiv__",
    }
}
