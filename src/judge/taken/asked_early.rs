//! Code of the project that asks, while it is loaded, whether another module is there: once it moves, others may have loaded that.
use crate::evaluate::Facet;
use crate::graph::{Bits, Kind, ModuleId, Sighting};
use crate::judge::Code;
use crate::judge::choose::{Chooser, Question};
use crate::judge::verdict::Kept;
use crate::rules::matches;
use crate::semantics::facts::{Import, MODULE, MentionKind, Touch};
use crate::syntax::Span;

impl Chooser<'_, '_> {
    /// Whether a module that moves past the statement at `span` of a module asks for one that is loaded meanwhile.
    pub(in crate::judge) fn found_loaded(&self, module: ModuleId, span: Span, moved: &Bits) -> Option<Kept> {
        let questions = self.questions.get_or_init(|| self.questions());
        let mut asked = questions.iter().filter(|question| moved.contains(question.reader));
        asked.find_map(|question| {
            if self.is_there(module, span, question) {
                return None;
            }
            let loader = self.loader_of(question, moved)?;
            let modules = &self.inputs.program.modules;
            let (loader, reader) = (&modules[loader].name, &modules[question.reader].name);
            let detail = format!(
                "`{loader}` loads `{}`, which `{reader}` looks for when it is loaded",
                question.name
            );
            Some(Kept::at(Code::ImportWindow, detail, question.at))
        })
    }

    /// All that modules of the project ask so: `"x" in sys.modules`, `hasattr(package, "x")`.
    fn questions(&self) -> Vec<Question> {
        let program = self.inputs.program;
        let is_own = |id: ModuleId| program.modules[id].kind == Kind::FirstParty;
        let mut found = Vec::new();
        for reader in program.own_modules().filter(|&id| is_own(id)) {
            let effects = &self.inputs.evaluation.of[reader];
            for effect in effects.iter().filter(|effect| effect.is_reading()) {
                // Who goes on to look where modules lie finds it, loaded or not: `import_module`, `importlib.resources`.
                let finds_it = || {
                    let mut there = effects
                        .iter()
                        .filter(|other| (other.module, other.span) == (effect.module, effect.span));
                    there.any(|other| is_of_search(&other.facet))
                };
                if let Facet::State(facet) = &effect.facet
                    && let Some(name) = facet.strip_prefix("sys.modules:").filter(|name| !name.contains('*'))
                    && !finds_it()
                {
                    found.push(Question {
                        reader,
                        name: name.to_owned(),
                        asked: program.find(name),
                        at: Sighting {
                            module: effect.module,
                            span: effect.span,
                        },
                    });
                }
            }
        }
        for (&asked, readers) in &self.inputs.visibility.implicit {
            for reached in readers.iter().filter(|reached| is_own(reached.at.module)) {
                let at = reached.at;
                let facts = program.facts(at.module);
                let Some(facts) = facts.filter(|facts| facts.executing_function(reached.scope).is_none()) else {
                    continue;
                };
                let last = program.modules[asked].last();
                let is_question = facts.mentions.iter().any(|mention| {
                    let is_it = matches!(&mention.kind, MentionKind::Attribute { name, touch: Touch::Read, .. } if name == last);
                    is_it && mention.span == at.span
                });
                // Who has the package has what that loads.
                let is_there = || {
                    let mut packages = program.with_parents(asked).skip(1);
                    packages.any(|package| self.commute.loads_surely(package).contains(asked))
                };
                if is_question && !is_there() {
                    found.push(Question {
                        reader: at.module,
                        name: program.modules[asked].name.clone(),
                        asked: Some(asked),
                        at,
                    });
                }
            }
        }
        // What a bare interpreter has loaded is there whenever somebody asks, and what is not installed never is.
        let is_missing = |id: ModuleId| program.modules[id].kind == Kind::Missing;
        found.retain(|question| {
            !self.inputs.options.bare.contains(&question.name) && !question.asked.is_some_and(is_missing)
        });
        found.sort_by(|one, other| {
            let key = |of: &Question| (of.reader, of.at.module, of.at.span);
            key(one).cmp(&key(other)).then_with(|| one.name.cmp(&other.name))
        });
        found
    }

    /// Whether what is asked for is there in any case: by what the reader imports before it asks, or the importing module before
    /// the statement.
    fn is_there(&self, module: ModuleId, span: Span, question: &Question) -> bool {
        let Some(asked) = question.asked else { return false };
        let loads_before = |id: ModuleId, place: Span| {
            let imports = self
                .inputs
                .program
                .facts(id)
                .into_iter()
                .flat_map(|facts| &facts.imports);
            let mut before = imports.filter(|import| {
                import.scope == MODULE && import.runs_in_any_case() && import.statement.start < place.start
            });
            before.any(|import| self.loads_in_any_case(id, import, asked))
        };
        // What a function does that the reader calls is done behind the imports of that function's module.
        loads_before(question.at.module, question.at.span) || loads_before(module, span)
    }

    fn loads_in_any_case(&self, importer: ModuleId, import: &Import, asked: ModuleId) -> bool {
        let mut targets = self.inputs.program.targets(importer, import).into_iter();
        targets.any(|target| {
            let mut around = self.inputs.program.with_parents(target);
            around.any(|id| id == asked || self.commute.loads_surely(id).contains(asked))
        })
    }

    /// A module of the program, beside those that move, any code of which loads what is asked for.
    fn loader_of(&self, question: &Question, moved: &Bits) -> Option<ModuleId> {
        let program = self.inputs.program;
        let is_it = |id: ModuleId| {
            let is_loaded = |asked: ModuleId| id == asked || self.before.of(id).contains(asked);
            question.asked.is_some_and(is_loaded)
        };
        let loads = |target: ModuleId| !moved.contains(target) && program.with_parents(target).any(is_it);
        let mut own = program.own_modules();
        own.find(|&id| {
            if moved.contains(id) || program.modules[id].is_beside() {
                return false;
            }
            let Some(facts) = program.facts(id) else { return false };
            let mut imports = facts.imports.iter().filter(|import| !import.context.type_checking);
            let mut mentions = facts.mentions.iter();
            imports.any(|import| program.targets(id, import).into_iter().any(loads))
                || mentions.any(|mention| match &mention.kind {
                    MentionKind::ImportsByName { module } => {
                        matches(&question.name, module) || program.named_or_below(module).into_iter().any(loads)
                    }
                    _ => false,
                })
        })
    }
}

/// Whether it is where Python looks for modules that are not loaded.
fn is_of_search(facet: &Facet) -> bool {
    matches!(facet, Facet::State(name) if name == "meta_path" || name.starts_with("installation:"))
}
