//! Modules of the project under other names: `lib.core`, where a folder on `sys.path` holds `app._vendor.lib.core`, or where that
//! folder is that of the script which runs.
use rustc_hash::FxHashMap;

use super::{Entity, Kind, ModuleId, Program, Trail};
use crate::graph::effort::spend;

impl Program {
    /// The modules of the project that may be loaded under the name of a module which is not there, or is another name of one of
    /// their files: their names end so.
    pub(super) fn renamed(&self, missing: ModuleId) -> &[ModuleId] {
        self.all_renamed().get(&missing).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether any module of the project may be loaded under the name of one which is not there.
    pub fn renames_some(&self) -> bool {
        !self.all_renamed().is_empty()
    }

    /// The names of modules that are not there, or copies, under which the file of a module of the project may be loaded.
    pub fn other_names(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> + '_ {
        let renamed = self.all_renamed().iter();
        renamed.filter_map(move |(&other, meant)| meant.contains(&module).then_some(other))
    }

    fn all_renamed(&self) -> &FxHashMap<ModuleId, Vec<ModuleId>> {
        self.renamed.get_or_init(|| {
            let mut ends: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
            for id in self.own_modules() {
                let mut name = self.modules[id].name.as_str();
                while let Some((_, end)) = name.split_once('.') {
                    spend(1);
                    let is_other = |id: &ModuleId| {
                        let found = &self.modules[*id];
                        found.kind == Kind::Missing || found.is_copy
                    };
                    if let Some(other) = self.find(end).filter(is_other) {
                        ends.entry(other).or_default().push(id);
                    }
                    name = end;
                }
            }
            self.put_under_other_names(&mut ends);
            ends
        })
    }

    /// The same way through the modules of the project that may be meant, where it passes one which is not there.
    pub fn renamed_trails(&self, trail: &Trail) -> Vec<Trail> {
        let Some(at) = trail
            .hops
            .iter()
            .position(|hop| !self.meant_instead(hop.module).is_empty())
        else {
            return Vec::new();
        };
        let hops = &trail.hops[at..];
        let named = hops.iter().map(|hop| (hop.name.as_str(), hop.used));
        // The attributes that nothing is known of: the first of them is the last one passed.
        let last = hops.last().map_or(0, |hop| hop.used);
        let unknown = match &trail.end {
            Entity::Module(_) => None,
            Entity::Attribute(_, path) => path.split_once('.').map(|(_, rest)| rest.split('.')),
        };
        let unknown = unknown.into_iter().flatten().zip(last + 1..);
        let names: Vec<(&str, usize)> = named.chain(unknown).collect();
        let meant = self.meant_instead(trail.hops[at].module).iter();
        let starts = meant.map(|&module| Trail {
            hops: Vec::new(),
            end: Entity::Module(module),
        });
        let mut ways: Vec<Trail> = starts.collect();
        for (name, used) in names {
            ways = ways.into_iter().flat_map(|way| self.stepped(way, name, used)).collect();
        }
        ways
    }

    fn meant_instead(&self, module: ModuleId) -> &[ModuleId] {
        match self.modules[module].kind {
            Kind::Missing => self.renamed(module),
            Kind::FirstParty | Kind::Test | Kind::Beside | Kind::Site | Kind::Standard => &[],
        }
    }
}
