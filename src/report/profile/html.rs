//! A profile as one page: the parts, an icicle chart to search and zoom, and tables. It needs nothing from anywhere.
use serde_json::{Value, json};

use super::super::theme::BASE;
use super::super::words::{counted, escaped, start_of};
use super::blame::{blame, place, statement};
use super::packages::{of_kind, packages};
use crate::profile::model::{Kind, Profile};

const PAGE: &str = include_str!("page.html");

/// Rows of the tables below the chart.
const ROWS: usize = 25;

/// The page.
pub fn render(profile: &Profile) -> String {
    let command = profile.command.join(" ");
    // In a script element only `</` and `<!--` could end the data; in JSON, `<` may be written as an escape.
    let data = data(profile, &command).to_string().replace('<', "\\u003c");
    let title = escaped(&command);
    let filled = [
        ("/*title*/", format!("{title} – {}", start_of(&command).to_lowercase())),
        ("/*theme*/", BASE.to_owned()),
        ("/*data*/", data),
    ];
    let mut page = String::with_capacity(PAGE.len() + filled[2].1.len());
    let mut rest = PAGE;
    // Front to back, so that what is filled in is not searched again.
    for (mark, text) in filled {
        if let Some((before, after)) = rest.split_once(mark) {
            page.push_str(before);
            page.push_str(&text);
            rest = after;
        }
    }
    page + rest
}

fn data(profile: &Profile, command: &str) -> Value {
    let total = &profile.total;
    let modules: Vec<Value> = profile
        .modules
        .iter()
        .map(|module| {
            let event = module.event.and_then(|event| profile.events.get(event as usize));
            json!([
                module.name,
                module.kind,
                module.self_ms,
                module.self_bytes,
                module.parent,
                event.map(place),
                event.map(statement),
                module.used,
                module.file,
            ])
        })
        .collect();
    let packages: Vec<Value> = packages(profile)
        .iter()
        .take(ROWS)
        .map(|package| {
            json!([
                package.name,
                package.kind,
                package.self_ms,
                package.modules,
                package.bytes
            ])
        })
        .collect();
    let blames: Vec<Value> = blame(profile)
        .iter()
        .take(ROWS)
        .map(|blame| {
            let event = blame.event;
            json!([
                blame.milliseconds,
                blame.modules,
                blame.others,
                place(event),
                statement(event),
                event.target
            ])
        })
        .collect();
    json!({
        "command": command,
        "about": format!(
            "{:.0} ms of CPU, {:.0} ms on the clock; {}; Python {}; medians of {}",
            total.startup_cpu_ms,
            total.startup_wall_ms,
            counted(profile.modules.len(), "module"),
            profile.python.version,
            counted(profile.runs as usize, "run"),
        ),
        "total": { "startup": total.startup_cpu_ms, "bare": total.bare_cpu_ms, "rest": total.rest_cpu_ms() },
        "parts": [
            ["bare", total.bare_cpu_ms],
            ["own", of_kind(profile, Kind::FirstParty)],
            ["installed", of_kind(profile, Kind::ThirdParty)],
            ["standard", of_kind(profile, Kind::Standard)],
            ["rest", total.rest_cpu_ms()],
        ],
        "modules": modules,
        "packages": packages,
        "blame": blames,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::small;

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = render(&small());
        for word in ["http:", "https:", "src=", "@import", "url(", "<link"] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(!page.contains("/*data*/") && !page.contains("/*title*/"));
    }

    #[test]
    fn no_name_breaks_out_of_the_data() {
        let mut profile = small();
        profile.command = vec!["</script><b>/*data*/".to_owned()];
        profile.modules[0].name = "</script><!--".to_owned();
        let page = render(&profile);
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(page.contains("\\u003c/script>\\u003c!--") && page.contains("<title>&lt;/script&gt;&lt;b&gt;/*data*/"));
    }

    #[test]
    fn the_data_of_the_page() {
        insta::assert_snapshot!(format!("{:#}", data(&small(), "app --help")));
    }
}
