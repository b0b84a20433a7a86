//! Functions and classes that are handed to what a variable holds.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

/// A variable that holds what a class of a package made: its methods are those of the package.
#[test]
fn a_function_handed_to_a_method_of_what_a_variable_holds() {
    let uses = [
        "bot = kit.Bot()\nbot.command('f', f)",
        "def main():\n    from kit import Bot\n    bot = Bot()\n    for one in (f, g):\n        bot.command('f', one)",
        "class Fleet:\n    def sail(self, x: dockyard.Ship): ...\ndef main():\n    bot = kit.Bot()\n    bot.command('f', Fleet())",
    ];
    for uses in uses {
        let case = |does: &str| {
            let bot = format!(
                "import typing\n\nclass Bot:\n    def __init__(self):\n        self.all = {{}}\n    def command(self, name, task):\n        {does}\n"
            );
            let text = format!(
                "from __future__ import annotations\nimport dockyard, kit\ndef f(x: dockyard.Ship): ...\ndef g(): ...\n{uses}"
            );
            Case::from(text.as_str()).site(&[("kit", &bot)])
        };
        check_deferred(case("self.all[name] = task"), "app.images", &[Strategy::TypeChecking]);
        check_kept(
            case("self.all[name] = typing.get_type_hints(task)"),
            "app.images",
            Code::RuntimeAnnotation,
        );
    }
}
