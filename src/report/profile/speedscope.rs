//! A profile in the format of speedscope (<https://www.speedscope.app/file-format-schema.json>), which its viewer, and others, open.
use serde_json::{Value, json};

use crate::profile::model::Profile;

/// An evented profile: Python itself, each module around what it was the first to import, and the rest.
pub fn render(profile: &Profile) -> String {
    let mut frames: Vec<Value> = profile
        .modules
        .iter()
        .map(|module| match &module.file {
            Some(file) => json!({ "name": module.name, "file": file }),
            None => json!({ "name": module.name }),
        })
        .collect();
    let mut stage = Stage::default();
    let bare = frames.len();
    frames.push(json!({ "name": "Python itself" }));
    frames.push(json!({ "name": "own work and shutdown" }));
    stage.span(bare, profile.total.bare_cpu_ms);
    let mut open: Vec<usize> = Vec::new();
    for (index, module) in profile.modules.iter().enumerate() {
        let parent = module.parent.map(|parent| parent as usize);
        while open.last().is_some_and(|&last| Some(last) != parent) {
            stage.close(open.pop(), profile);
        }
        stage.event("O", index);
        open.push(index);
    }
    while let Some(last) = open.pop() {
        stage.close(Some(last), profile);
    }
    stage.span(bare + 1, profile.total.rest_cpu_ms());
    let document = json!({
        "$schema": "https://www.speedscope.app/file-format-schema.json",
        "exporter": concat!("dormant ", env!("CARGO_PKG_VERSION")),
        "name": profile.command.join(" "),
        "shared": { "frames": frames },
        "profiles": [{
            "type": "evented",
            "name": "start-up, CPU",
            "unit": "milliseconds",
            "startValue": 0.0,
            "endValue": stage.now,
            "events": stage.events,
        }],
    });
    format!("{document}\n")
}

/// The events up to now.
#[derive(Default)]
struct Stage {
    events: Vec<Value>,
    /// Milliseconds.
    now: f64,
}

impl Stage {
    fn event(&mut self, kind: &str, frame: usize) {
        self.events
            .push(json!({ "type": kind, "frame": frame, "at": self.now }));
    }

    /// Ends a module: its own time comes behind what it imported.
    fn close(&mut self, module: Option<usize>, profile: &Profile) {
        if let Some(index) = module {
            self.now += profile.modules[index].self_ms;
            self.event("C", index);
        }
    }

    fn span(&mut self, frame: usize, milliseconds: f64) {
        self.event("O", frame);
        self.now += milliseconds;
        self.event("C", frame);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::small;

    #[test]
    fn spans_nest_and_add_up() {
        let document: Value = serde_json::from_str(&render(&small())).expect("JSON");
        let profile = &document["profiles"][0];
        assert_eq!(profile["endValue"], 100.0);
        let names = &document["shared"]["frames"];
        let mut depth = 0_usize;
        let mut text = String::new();
        for event in profile["events"].as_array().expect("events") {
            let frame = event["frame"].as_u64().expect("an index") as usize;
            if event["type"] == "O" {
                text += &format!(
                    "{:depth$}{} at {}\n",
                    "",
                    names[frame]["name"].as_str().expect("a name"),
                    event["at"]
                );
                depth += 2;
            } else {
                depth -= 2;
            }
        }
        assert_eq!(depth, 0);
        insta::assert_snapshot!(text);
    }
}
