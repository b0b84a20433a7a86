//! The page of a plan in a browser, in light and dark.
use super::{Program, skip};
use crate::support::browser::{browser, title};

/// What is on the page: the plot with its curve and dots, the steps, colours that can be told apart, and no overflow.
const LOOK: &str = r##"<script>
const seen = [];
try {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const svg = document.querySelector("svg").getBoundingClientRect();
  const inside = (node) => {
    const box = node.getBoundingClientRect();
    return box.left >= svg.left && box.right <= svg.right && box.top >= svg.top && box.bottom <= svg.bottom;
  };
  seen.push("points " + document.querySelector(".curve").points.length);
  seen.push("dots " + all("circle.step").length + " inside " + all("circle.step, .tick, .axis").every(inside));
  seen.push("rows " + all("tbody")[0].rows.length);
  seen.push("places " + all("tbody .place").every((place) => /^app\/cli\.py:\d$/.test(place.textContent)));
  seen.push("fits " + (document.documentElement.scrollWidth <= innerWidth));
  const light = (color) => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
  const style = getComputedStyle(document.body);
  const [page, ink] = [light(style.backgroundColor), light(style.color)];
  seen.push((page > ink ? "light" : "dark") + " contrast " + (Math.abs(page - ink) > 120));
} catch (error) { seen.push("error " + error); }
document.title = "seen: " + seen.join("; ");
</script></main>"##;

#[test]
#[ignore = "a real browser: .ci/outside runs it"]
fn the_page_is_drawn_in_light_and_dark() {
    let Some(program) = Program::new("the_page_is_drawn_in_light_and_dark") else {
        return;
    };
    let Some(browser) = browser() else {
        return skip(
            "the_page_is_drawn_in_light_and_dark",
            "no Chromium; DORMANT_TEST_BROWSER names one",
        );
    };
    let words = [
        "plan",
        "--runs",
        "1",
        "--output-format",
        "html",
        "--",
        "python",
        "-m",
        "app",
    ];
    let done = program.dormant(&words);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let path = program.root().join("page.html");
    std::fs::write(&path, done.stdout.replace("</main>", LOOK)).expect("the page");
    if let Some(kept) = std::env::var_os("DORMANT_TEST_PAGE") {
        std::fs::write(kept, &done.stdout).expect("the page");
    }
    for (scheme, name) in [("1", "light"), ("0", "dark")] {
        let flag = format!("--blink-settings=preferredColorScheme={scheme}");
        let told = title(&browser, &path, &program.root().join("browser"), &[&flag]);
        assert_eq!(
            told,
            format!("seen: points 3; dots 2 inside true; rows 2; places true; fits true; {name} contrast true")
        );
    }
}
