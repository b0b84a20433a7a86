//! What the `__getattr__` of a package needs: Python asks it for every submodule that is imported from the package.
use super::UsageQuery;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, ModuleId};
use crate::judge::Code;
use crate::judge::verdict::Kept;
use crate::rules::matches;
use crate::semantics::code::{Expr, Stmt};
use crate::semantics::facts::{BindingId, BlockId, Definition, Import, MODULE, Reference, ScopeId};
use crate::syntax::Span;

impl UsageQuery<'_, '_> {
    /// Whether a scope is the module's `__getattr__`.
    fn is_getattr(&self, scope: ScopeId) -> Option<&Definition> {
        let id = self.facts.scopes[scope as usize].definition?;
        let definition = &self.facts.definitions[id as usize];
        (definition.scope == MODULE && definition.name == "__getattr__").then_some(definition)
    }

    /// Whether a name that the `__getattr__` of a package needs, in this branch of it, is needed only once somebody asks for
    /// certain names. `from package import submodule` asks for the submodule before it is there: what is imported then, of
    /// the package itself, may be just what is being loaded.
    pub(super) fn waits_for_its_name(
        &self,
        reference: &Reference,
        home: ScopeId,
        block: Option<BlockId>,
    ) -> Result<(), Kept> {
        let module = &self.inputs.program.modules[self.module];
        let Some(getattr) = self.is_getattr(home).filter(|_| module.is_package) else {
            return Ok(());
        };
        if !self.loads_what_asks(reference.binding) {
            return Ok(());
        }
        let tests = getattr.parameters.first().map(|name| self.tests_of(name));
        // Its own test stands between the branch before and its first statement.
        let is_tested = |id: BlockId| {
            let block = &self.facts.blocks[id as usize];
            let others = self.facts.blocks.iter();
            let before = others
                .filter(|other| other.statement == block.statement && other.span.end < block.span.start)
                .map(|other| other.span.end);
            let from = before.max().unwrap_or(block.statement);
            let mut tests = tests.iter().flatten();
            tests.any(|test| from <= test.start && test.end <= block.span.start)
        };
        if self.facts.block_chain(block).any(is_tested) {
            return Ok(());
        }
        let detail = "in `__getattr__`, which is asked for every submodule that is imported from the package";
        Err(Kept::at(Code::UsedAtImport, detail, self.at(reference)))
    }

    /// Whether a name is taken from a module of this package which, with all that it loads of the package, asks the package for
    /// something. A module that is being loaded is there; its names may not be.
    fn loads_what_asks(&self, binding: BindingId) -> bool {
        let program = self.inputs.program;
        let package = program.modules[self.module].name.as_str();
        let is_below = |name: &str| name != package && matches(package, name);
        let is_name = |import: &&&Import| {
            let entity = program.imported(self.module, import);
            import.name.is_some() && matches!(entity, Some(Entity::Attribute(..)) | None)
        };
        let taken = self.named.imports(binding).iter().filter(is_name);
        let mut loaded: Vec<ModuleId> = taken.flat_map(|import| program.targets(self.module, import)).collect();
        let mut at = 0;
        while let Some(&one) = loaded.get(at) {
            at += 1;
            let Some(facts) = program.facts(one).filter(|_| is_below(&program.modules[one].name)) else {
                continue;
            };
            for import in facts.imports.iter().filter(|import| facts.runs_at_import(import)) {
                let base = program.absolute(one, import).unwrap_or_default();
                let asks = match &import.name {
                    Some(_) => base == package,
                    None => is_below(&base) && import.asname.is_some(),
                };
                if asks {
                    return true;
                }
                let targets = program.targets(one, import);
                let new: Vec<ModuleId> = targets.into_iter().filter(|target| !loaded.contains(target)).collect();
                loaded.extend(new);
            }
        }
        false
    }

    /// The tests of the module's `__getattr__` that ask for the name which it is asked for.
    fn tests_of(&self, name: &str) -> Vec<Span> {
        let code = &self.facts.code;
        let own = code.bodies.iter().filter(|body| code.name(body.name) == "__getattr__");
        let mut pending: Vec<&[Stmt]> = own.map(|body| body.statements.as_slice()).collect();
        let mut found = Vec::new();
        while let Some(block) = pending.pop() {
            for statement in block {
                if let Stmt::If { test, .. } = statement {
                    let mut asks = false;
                    each_part(code, &[Stmt::Expression(*test)], &mut |part| {
                        asks |= matches!(part, Part::Expression(id, _)
                            if matches!(code.expression(id), Expr::Name(one) if code.name(*one) == name));
                    });
                    found.extend(asks.then(|| code.span(*test)));
                }
                pending.extend(statement.blocks());
            }
        }
        found
    }

    /// Whether the function is the `__getattr__` of a package, and the import takes a submodule from that very package: the
    /// import asks the package for the name before it loads the submodule.
    pub(super) fn asks_itself(&self, binding: BindingId, home: ScopeId) -> bool {
        let module = &self.inputs.program.modules[self.module];
        let mut imports = self.named.imports(binding).iter();
        // `import package.sub as sub` does so, too.
        let own = |import: &&Import| {
            let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
            match (&import.name, absolute.rsplit_once('.')) {
                (Some(_), _) => absolute == module.name,
                (None, Some((package, _))) => import.asname.is_some() && package == module.name,
                (None, None) => false,
            }
        };
        self.is_getattr(home).is_some() && imports.any(own)
    }
}
