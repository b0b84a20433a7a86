//! Attributes and names that are set under names which only running tells: what is tested then is not decided by what stands there.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::noticed::rigged;
use super::outside::LOCAL;

const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

/// A variable is set that the heavy package reads when it is loaded, if `given.debug` is true.
fn with(config: &str) -> Case {
    let rig = "import os\nMODE = os.environ.get('APP_MODE')";
    let main = "def main(text):\n    given = make(json.loads(text))\n    if given.debug:\n        os.environ['APP_MODE'] = '1'\n";
    rigged(rig, &format!("import json, os, argparse\n{config}\n{main}"))
}

#[test]
fn fields_of_any_name() {
    let class = |sets: &str| {
        format!(
            "class Config:\n    debug = None\n    def load(self, values):\n        {sets}\n\ndef make(values):\n    made = Config()\n    \
             made.load(values)\n    return made\n"
        )
    };
    for sets in [
        "self.__dict__.update(values)",
        "vars(self).update(**values)",
        "self.__dict__.update({'level': 1, **values})",
        "[setattr(self, k, v) for k, v in values.items()]",
        "for k in values: self.__dict__[k] = values[k]",
        "for k in values: object.__setattr__(self, k, values[k])",
        "for k in values: setattr(Config, k, values[k])",
        "argparse.ArgumentParser().parse_args(values, self)",
    ] {
        check_kept(with(&class(sets)), "app.images", Code::ImportWindow);
    }
    // Other names, and methods, which data does not replace.
    for sets in [
        "self.level = values",
        "self.__dict__.update(level=values)",
        "self.__dict__.update({'level': values})",
        "self.__dict__['level'] = values",
    ] {
        check_deferred(with(&class(sets)), "app.images", &LOCAL);
    }
}

#[test]
fn names_of_modules_of_any_name() {
    let case = |sets: &str| {
        let rig = "import os\nMODE = os.environ.get('APP_MODE')";
        let main = format!(
            "import json, os\nfrom app import settings\n\ndef main(text):\n    {sets}\n    if settings.DEBUG:\n        \
             os.environ['APP_MODE'] = '1'\n"
        );
        let load =
            "import json\nDEBUG = None\ndef load(text):\n    globals().update({'other': 1, **json.loads(text)})\n";
        rigged(rig, &main).and(&[("app.settings", load)])
    };
    for sets in [
        "settings.load(text)",
        "for k, v in json.loads(text).items(): setattr(settings, k, v)",
        "vars(settings).update(json.loads(text))",
    ] {
        check_kept(case(sets), "app.images", Code::ImportWindow);
    }
    let plain = |sets: &str| case(sets).and(&[("app.settings", "DEBUG = None\n")]);
    check_deferred(plain("settings.OTHER = text"), "app.images", &LOCAL);
}

/// `getattr(images, self.name)`: a class below, or whoever makes an object, says what the attribute is.
#[test]
fn names_of_attributes_that_others_give() {
    let look = |looks: &str| {
        Case::from(USE).and(&[(
            "app.plug",
            &format!(
                "from app import images\nclass Base:\n    name = 'size'\n    def run(self):\n        return {looks}\n"
            ),
        )])
    };
    let visible = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    check_deferred(look("getattr(images, self.name)"), "app.images", &visible);
    check_deferred(look("getattr(images, 'con' + self.name)"), "app.images", &visible);
    check_deferred(look("getattr(images, 'size')"), "app.images", &LOCAL);
}
