//! Modules and their attributes that code names by strings: to patch them, to look them up, to find them in `sys.modules`.
//! Part of the walk.
use ruff_python_ast::{self as ast, Expr, ExprCall, ExprContext};
use ruff_text_size::Ranged;

use super::facts::{MentionKind, Object, Path, Piece, Touch};
use super::literals::literal;
use super::paths::{self, holder, object};
use super::put_together::{LoadedKey, Pending};
use super::strings::{self, Members, Part};
use super::walk::Walker;
use crate::project::is_identifier;
use crate::rules::{Group, Rules};
use crate::syntax::Span;

/// Longer strings are prose.
const LONGEST_TEXT: usize = 400;

/// So are longer words.
const LONGEST_NAME: usize = 80;

/// What a call of this name does with what a string in its arguments names.
pub(super) fn touch(call: &ExprCall, called: &str, rules: &Rules) -> Touch {
    match called {
        "delattr" | "__delattr__" => Touch::Delete,
        "__setattr__" => Touch::Replace,
        "replace" if replaces_text(call) => Touch::Read,
        _ if rules.knows(Group::ReplacesNamed, called) => Touch::Replace,
        _ => Touch::Read,
    }
}

/// Whether a call replaces what its first argument names, and nothing else of that name is common: `patch(target)`,
/// `mock.patch(target)`, `monkeypatch.setattr(target, new)`; but not `session.patch(address)`.
fn takes_target(call: &ExprCall, last: &str, callee: Option<&Path>) -> bool {
    let says = |path: &Path| {
        let mut parts = std::iter::once(&path.root).chain(&path.attributes);
        let is_bare = path.attributes.is_empty() && path.root == "patch";
        let is_of_patch = path.root == "patch" || path.attributes.iter().rev().skip(1).any(|part| part == "patch");
        is_bare || is_of_patch || parts.any(|part| is_mocker(part))
    };
    let most = match last {
        "patch" => usize::MAX,
        "setattr" => 2,
        "delattr" => 1,
        _ => return false,
    };
    call.arguments.args.len() <= most && callee.is_some_and(says)
}

/// Whether a name says that it is a mock library, or a fixture of one: `mock`, `session_mocker`; but not `mock_session`, which
/// stands for a session.
fn is_mocker(name: &str) -> bool {
    name.contains("monkeypatch") || name.rsplit('_').next().is_some_and(|last| last.contains("mock"))
}

/// Whether a call of `replace` is one of a string, which replaces text and no attribute; but not `replace("m.n", new)`, nor
/// `replacer.replace("m.n", new)`.
fn replaces_text(call: &ExprCall) -> bool {
    let Expr::Attribute(method) = &*call.func else {
        return false;
    };
    let receiver = paths::path(paths::callee(&method.value));
    let mut parts = receiver
        .iter()
        .flat_map(|path| std::iter::once(&path.root).chain(&path.attributes));
    !parts.any(|part| part.to_lowercase().contains("replacer") || part == "testfixtures")
}

fn first_part(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_owned()
}

impl Walker<'_> {
    /// `getattr(m, "n")`, `patch.object(m, "n")`, `patch.multiple(m, n=...)`, `import_module("m")`.
    pub(super) fn named_attribute(&mut self, call: &ExprCall, last: &str) {
        let arguments = &call.arguments.args;
        let keyword = |name: &str| call.arguments.find_keyword(name).map(|keyword| &keyword.value);
        let touch = touch(call, last, self.rules);
        let replaces = touch != Touch::Read;
        let loader = self.loaders.function(&call.func);
        if let Some(function) = loader
            && !call.arguments.is_empty()
            && self.named_module(call, function)
        {
            return;
        }
        let first = arguments.first().or_else(|| keyword("target").filter(|_| replaces));
        let second = arguments.get(1).or_else(|| keyword("attribute").filter(|_| replaces));
        // `module.__setattr__("n", new)`
        if let (Some(Expr::StringLiteral(name)), "__setattr__" | "__delattr__", Expr::Attribute(method)) =
            (first, last, &*call.func)
        {
            let kind = MentionKind::Attribute {
                object: holder(&method.value),
                name: name.value.to_str().to_owned(),
                touch,
            };
            self.recorder.mention(self.state.scope, call.range().into(), kind);
        }
        let Some(first) = first else { return };
        match (first, second) {
            // `wrap_function_wrapper("m", "f", wrapper)`
            (Expr::StringLiteral(module), Some(Expr::StringLiteral(name))) if last.contains("wrap") && replaces => {
                let kind = MentionKind::Attribute {
                    object: Object::Module(module.value.to_str().to_owned()),
                    name: first_part(name.value.to_str()),
                    touch,
                };
                self.recorder.mention(self.state.scope, call.range().into(), kind);
            }
            (_, Some(second)) if literal(first).is_none() => self.attribute_of(call, last, first, second),
            (_, None) => self.named_alone(call, last, first),
            _ => {}
        }
    }

    /// `getattr(m, "n")`, `getattr(m, name)`
    fn attribute_of(&mut self, call: &ExprCall, last: &str, first: &Expr, second: &Expr) {
        let (scope, span, touch) = (self.state.scope, call.range().into(), touch(call, last, self.rules));
        let object = holder(first);
        let reads = self.rules.knows(Group::ReadsAttribute, last);
        let known = touch != Touch::Read || reads;
        // `os.path.join(folder, "")`, `texts.get(kind, "none")`: methods of values set no attributes, and what is no name names none.
        let is_of_values = call.func.is_attribute_expr() && self.rules.knows(Group::ReadingMethod, last);
        let may_set = |name: &str| !is_of_values && is_identifier(&first_part(name));
        match literal(second) {
            Some(name) if known || object != Object::Unknown && may_set(name) => {
                let name = first_part(name);
                // `self.swap(module, "name", fake)`: what a helper does with what it is handed is not told by its name.
                let touch = if known { touch } else { Touch::Replace };
                self.recorder
                    .mention(scope, span, MentionKind::Attribute { object, name, touch });
            }
            None if matches!(last, "getattr" | "hasattr" | "setattr" | "delattr" | "object") => {
                self.pending.push(Pending {
                    span,
                    scope,
                    touch,
                    object: Some(object),
                    parts: strings::parts(second),
                });
            }
            _ => {}
        }
    }

    /// A call that names something by its only argument: `DocTestSuite("m")`, `attrgetter("n")`, `patch.multiple(m, n=...)`.
    fn named_alone(&mut self, call: &ExprCall, last: &str, first: &Expr) {
        let (scope, span) = (self.state.scope, call.range().into());
        match literal(first) {
            Some(module) if self.rules.knows(Group::TakesWholeModule, last) => {
                let kind = MentionKind::ComputedAttribute {
                    object: Object::Module(module.to_owned()),
                    touch: Touch::Read,
                };
                self.recorder.mention(scope, span, kind);
            }
            Some(name) if last == "attrgetter" => {
                let kind = MentionKind::Attribute {
                    object: Object::Unknown,
                    name: first_part(name),
                    touch: Touch::Read,
                };
                self.recorder.mention(scope, span, kind);
            }
            None if last == "multiple" => {
                let object = holder(first);
                for keyword in &call.arguments.keywords {
                    match &keyword.arg {
                        None => self.pending.push(Pending {
                            span,
                            scope,
                            touch: touch(call, last, self.rules),
                            object: Some(object.clone()),
                            parts: strings::parts(&keyword.value),
                        }),
                        Some(name) => {
                            let kind = MentionKind::Attribute {
                                object: object.clone(),
                                name: name.to_string(),
                                touch: Touch::Replace,
                            };
                            self.recorder.mention(scope, span, kind);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The dotted names that the arguments of a call make, of things that it replaces or deletes.
    pub(super) fn targets(&mut self, call: &ExprCall, last: &str) {
        let touch = touch(call, last, self.rules);
        if touch == Touch::Read {
            return;
        }
        let span: Span = call.range().into();
        let first = call.arguments.args.first();
        let target = first.or_else(|| call.arguments.find_keyword("target").map(|keyword| &keyword.value));
        let meant = self.patchers.meant(&call.func).cloned();
        let callee = meant.or_else(|| paths::path(&call.func));
        let parts = target.and_then(|target| match strings::built(target) {
            Some(parts) => (!target.is_string_literal_expr()).then_some(parts),
            None => takes_target(call, last, callee.as_ref()).then(|| strings::parts(target)),
        });
        if let Some(parts) = parts {
            self.pend(span, touch, parts);
        }
        // `patch.multiple("app.m", **FAKES)`
        if let (Some(Expr::StringLiteral(target)), "multiple") = (first, last) {
            for fakes in call.arguments.keywords.iter().filter(|keyword| keyword.arg.is_none()) {
                let head = Part::Text(format!("{}.", target.value.to_str()));
                let parts = std::iter::once(head).chain(strings::parts(&fakes.value)).collect();
                self.pend(span, touch, parts);
            }
        }
    }

    /// A string that is put together, and may be a dotted name.
    pub(super) fn put_together(&mut self, expr: &Expr) {
        if let Some(parts) = strings::built(expr).filter(|parts| strings::may_name(parts)) {
            self.pend(expr.range().into(), Touch::Read, parts);
        }
    }

    fn pend(&mut self, span: Span, touch: Touch, parts: Vec<Part>) {
        if self.runs() {
            self.pending.push(Pending {
                span,
                scope: self.state.scope,
                touch,
                object: None,
                parts,
            });
        }
    }

    /// Text that may hold a dotted name.
    pub(super) fn text(&mut self, text: &str, span: Span, touch: Touch, keywords: &[String]) {
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '/' | '-');
        if !text.is_empty() && text.len() <= LONGEST_NAME && text.chars().all(is_name) {
            self.recorder.facts.words.push(text.to_owned());
        }
        self.dotted_text(text, span, touch, keywords);
    }

    /// The same of text that goes to nobody who might look up a module by it.
    pub(super) fn dotted_text(&mut self, text: &str, span: Span, touch: Touch, keywords: &[String]) {
        let dotted = text.contains(['.', ':']) || !keywords.is_empty();
        // A statement in a text names a module without dots, too.
        let imports = text.contains("from ") && text.contains(" import ");
        if (dotted || imports) && text.len() <= LONGEST_TEXT && self.runs() {
            let kind = MentionKind::Text {
                text: text.to_owned(),
                touch,
                keywords: keywords.to_vec(),
            };
            self.recorder.mention(self.state.scope, span, kind);
        }
    }

    /// Notes the names that were put together, now that all is known of what their parts stand for.
    pub(super) fn note_pending(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            for pieces in self.strings.readings(&pending.parts, pending.members()) {
                let touch = pending.touch;
                let kind = match (&pending.object, pieces.as_slice()) {
                    (Some(object), [Piece::Text(name)]) => MentionKind::Attribute {
                        object: object.clone(),
                        name: name.split('.').next().unwrap_or_default().to_owned(),
                        touch,
                    },
                    (Some(object), [Piece::NameOf(Object::Path(_))]) => MentionKind::DefinedAttribute {
                        object: object.clone(),
                        touch,
                    },
                    (Some(object), _) => MentionKind::ComputedAttribute {
                        object: object.clone(),
                        touch,
                    },
                    (None, [Piece::Text(text)]) => MentionKind::Text {
                        text: text.clone(),
                        touch,
                        keywords: Vec::new(),
                    },
                    (None, [Piece::Unknown]) if touch == Touch::Read => continue,
                    (None, _) => MentionKind::Joined { pieces, touch },
                };
                self.recorder.mention(pending.scope, pending.span, kind);
            }
        }
        for key in std::mem::take(&mut self.keys) {
            // Who takes a module that is there, and loads it where it is not, has it either way.
            let is_loaded = |name: &String| self.loaded_by_name.contains(&(name.clone(), key.scope));
            if key.taken.as_ref().is_some_and(is_loaded) {
                continue;
            }
            let LoadedKey { span, scope, asked, .. } = key;
            for pieces in self.strings.readings(&key.parts, Members::Closed) {
                let kind = match pieces.as_slice() {
                    [Piece::Text(module)] => MentionKind::Loaded {
                        module: module.clone(),
                        asked,
                    },
                    [Piece::Text(prefix), ..] => MentionKind::LoadedBelow {
                        prefix: prefix.clone(),
                        asked,
                    },
                    [Piece::NameOf(object)] => MentionKind::LoadedOf {
                        object: object.clone(),
                        asked,
                    },
                    _ => MentionKind::LoadedComputed { asked },
                };
                self.recorder.mention(scope, span, kind);
                self.note_composed(pieces, scope, span);
            }
        }
        let words = &mut self.recorder.facts.words;
        words.sort_unstable();
        self.compared.sort_unstable();
        // Both are sorted: how often a word stands in each is the length of a run.
        let times =
            |of: &[String], word: &String| of.partition_point(|one| one <= word) - of.partition_point(|one| one < word);
        let mut only_compared = self.compared.clone();
        only_compared.dedup();
        only_compared.retain(|word| (1..=times(&self.compared, word)).contains(&times(words, word)));
        words.dedup();
        self.recorder.facts.only_compared = only_compared;
    }

    /// An attribute of something that has no name.
    pub(super) fn loose(&mut self, attribute: &ast::ExprAttribute) {
        self.recorder.facts.loose_attributes.push(attribute.attr.to_string());
        let touch = match attribute.ctx {
            ExprContext::Store => Touch::Replace,
            ExprContext::Del => Touch::Delete,
            ExprContext::Load | ExprContext::Invalid => Touch::Read,
        };
        let object = object(&attribute.value);
        let is_module = match &object {
            Object::ThisModule => true,
            Object::Module(_) | Object::Below(_) => touch != Touch::Read,
            Object::Unknown => touch != Touch::Read && self.finds_module(&attribute.value),
            Object::Path(_) | Object::Made(_) | Object::Value => false,
        };
        if !is_module && touch != Touch::Read && self.runs() {
            let origins = super::origins::origins(&attribute.value);
            if !origins.is_empty() {
                let name = attribute.attr.to_string();
                let kind = MentionKind::WritesPart { origins, name };
                self.recorder.mention(self.state.scope, attribute.range().into(), kind);
            }
        }
        if is_module && self.runs() {
            let name = attribute.attr.to_string();
            let kind = MentionKind::Attribute { object, name, touch };
            self.recorder.mention(self.state.scope, attribute.range().into(), kind);
        }
    }

    /// Whether an expression is a module under a name that is not known: `sys.modules[name]`, `import_module(name)`.
    fn finds_module(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Subscript(subscript) => self.is_sys_modules(&subscript.value),
            Expr::Call(call) => {
                let callee = paths::path(&call.func);
                self.loaders.function(&call.func).is_some()
                    || callee.is_some_and(|path| matches!(path.last(), "getmodule" | "reload"))
            }
            _ => false,
        }
    }
}
