//! Functions, classes, lambdas and their scopes.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, Parameters, StmtClassDef, StmtFunctionDef, TypeParam, TypeParams};
use ruff_text_size::Ranged;

use super::Walker;
use crate::semantics::facts::{
    AnnotationPlace, Context, Decorator, Definition, DefinitionId, OperationKind, Phase, Role, ScopeId, ScopeKind,
};
use crate::semantics::paths;
use crate::semantics::recorder::How;

impl Walker<'_> {
    pub(super) fn annotation(&mut self, expr: &Expr, owner: Option<DefinitionId>, place: AnnotationPlace) {
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
    pub(super) fn type_parameters(&mut self, parameters: Option<&TypeParams>) {
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

    pub(super) fn defaults(&mut self, parameters: &Parameters) {
        for default in parameters
            .iter_non_variadic_params()
            .filter_map(|parameter| parameter.default.as_deref())
        {
            self.with(|state| state.role = Role::Default, |walker| walker.visit_expr(default));
        }
    }

    /// Binds the parameters; what those among `given` are is known.
    pub(super) fn bind_parameters(&mut self, parameters: &Parameters, given: &[&str]) {
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
    pub(super) fn enter(&mut self, kind: ScopeKind) -> ScopeId {
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

    pub(super) fn function(&mut self, function: &StmtFunctionDef) {
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
                    by_place: (function.parameters.posonlyargs.len() + function.parameters.args.len()) as u16,
                    takes_more: function.parameters.vararg.is_some(),
                    takes_keywords: function.parameters.kwarg.is_some(),
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
                walker.suite(&function.body);
            },
        );
        self.bind(&function.name, How::Function, name_span);
    }

    pub(super) fn class(&mut self, class: &StmtClassDef) {
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
                    by_place: 0,
                    takes_more: false,
                    takes_keywords: false,
                    returns: Vec::new(),
                });
                let outer = walker.class_name.replace(class.name.to_string());
                walker.visit_body(&class.body);
                walker.class_name = outer;
            },
        );
        self.bind(&class.name, How::Class, name_span);
    }
}

impl Walker<'_> {
    pub(super) fn annotation_place(&self) -> (AnnotationPlace, Option<DefinitionId>) {
        let scope = &self.recorder.facts.scopes[self.state.scope as usize];
        match scope.kind {
            ScopeKind::Module => (AnnotationPlace::ModuleVariable, None),
            ScopeKind::Class => (AnnotationPlace::ClassVariable, scope.definition),
            _ => (AnnotationPlace::LocalVariable, None),
        }
    }
}
