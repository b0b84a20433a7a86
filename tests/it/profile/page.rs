//! The page of a profile in a browser: it is opened, searched, zoomed by mouse and keyboard, and its colours are changed.
use super::{Program, skip, written_page};
use crate::support::browser::{browser, title};

/// What the user would do, and what is on the page after each step.
const STEPS: &str = r##"<script>
const seen = [];
const shown = () => [...document.querySelectorAll("#chart .node")].map((node) => node.textContent);
const press = (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
try {
  seen.push("ready " + document.body.dataset.ready);
  seen.push("has slow " + shown().includes("slow"));
  press(document.body, "/");
  seen.push("searches " + (document.activeElement.id === "search"));
  const search = document.getElementById("search");
  search.value = "SLOW";
  search.dispatchEvent(new Event("input"));
  seen.push("hits " + document.querySelectorAll("#chart .node.hit").length + " found " + document.getElementById("found").textContent.split(",")[0].split(" of")[0]);
  const node = [...document.querySelectorAll("#chart .node.hit")].find((node) => node.textContent === "slow");
  const narrow = parseFloat(node.style.width);
  node.click();
  const wide = [...document.querySelectorAll("#chart .node")].find((node) => node.textContent === "slow").style.width;
  seen.push("zoomed " + (narrow < 100 && wide === "100%") + " into " + document.getElementById("chart").dataset.focus);
  seen.push("place " + /app\/cli\.py:2: import slow/.test(document.getElementById("detail").textContent));
  press(search, "Escape");
  seen.push("cleared " + (search.value === ""));
  const chart = document.getElementById("chart");
  press(chart, "Home");
  seen.push("home " + chart.dataset.focus);
  press(chart, "ArrowUp"); press(chart, "ArrowDown");
  seen.push("moved " + document.querySelectorAll("#chart .node.chosen").length);
  const theme = document.documentElement.dataset.theme;
  document.getElementById("theme").click();
  seen.push("theme changed " + (theme !== document.documentElement.dataset.theme));
} catch (error) { seen.push("error " + error); }
document.title = "seen: " + seen.join("; ");
</script></body>"##;

#[test]
#[ignore = "a real browser: .ci/outside runs it"]
fn the_page_is_searched_and_zoomed_in_a_browser() {
    let Some(program) = Program::new("the_page_is_searched_and_zoomed_in_a_browser") else {
        return;
    };
    let Some(browser) = browser() else {
        return skip(
            "the_page_is_searched_and_zoomed_in_a_browser",
            "no Chromium; DORMANT_TEST_BROWSER names one",
        );
    };
    let path = program.folder.path().join("page.html");
    written_page(&program, &path);
    let page = std::fs::read_to_string(&path).expect("the page");
    std::fs::write(&path, page.replace("</body>", STEPS)).expect("the page");
    let told = title(&browser, &path, &program.folder.path().join("browser"), &[]);
    assert_eq!(
        told,
        "seen: ready yes; has slow true; searches true; hits 2 found 2; zoomed true into slow; place true; cleared true; \
         home start-up; moved 1; theme changed true"
    );
}
