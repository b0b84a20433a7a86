//! What is known about a package's cost, in words. It measures nothing itself.
use super::model::Package;

/// One line about what a package costs, such as `about 104 ms, 312 modules (modal 1.2.3)`.
///
/// The numbers are those of one machine: they say which order of size to expect.
pub fn note(package: &Package) -> String {
    let subject = package.import.as_deref().unwrap_or(&package.name);
    let (Some(cost), Some(modules)) = (package.cost_ms, package.modules) else {
        return format!("{subject} is known to be heavy, but was not measured");
    };
    let plural = if modules == 1 { "" } else { "s" };
    let measured = match (&package.distribution, &package.version, &package.python) {
        (Some(distribution), Some(version), _) if distribution == subject => format!("{distribution} {version}"),
        (Some(distribution), Some(version), _) => format!("{subject} of {distribution} {version}"),
        (_, _, Some(python)) => format!("{subject} of Python {python}"),
        _ => subject.to_owned(),
    };
    if cost < 1.0 {
        return format!("less than 1 ms, {modules} module{plural} ({measured})");
    }
    format!("about {cost:.0} ms, {modules} module{plural} ({measured})")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(text: &str) -> String {
        note(&toml::from_str(&format!("heavy = true\nwhy = 'w'\nexample = 'e'\n{text}")).expect("a package"))
    }

    #[test]
    fn the_usual_note() {
        let text = "name = 'modal'\ndistribution = 'modal'\nversion = '1.2.3'\ncost-ms = 104.4\nmodules = 312";
        assert_eq!(noted(text), "about 104 ms, 312 modules (modal 1.2.3)");
    }

    #[test]
    fn a_distribution_or_a_part_of_another_name() {
        let text =
            "name = 'PIL'\nimport = 'PIL.Image'\ndistribution = 'pillow'\nversion = '12.0'\ncost-ms = 30\nmodules = 1";
        assert_eq!(noted(text), "about 30 ms, 1 module (PIL.Image of pillow 12.0)");
    }

    #[test]
    fn the_standard_library() {
        let text = "name = 'tkinter'\npython = '3.12.1'\ncost-ms = 0.4\nmodules = 3";
        assert_eq!(noted(text), "less than 1 ms, 3 modules (tkinter of Python 3.12.1)");
    }

    #[test]
    fn without_numbers() {
        assert_eq!(
            noted("name = 'torch'\nmeasured = false"),
            "torch is known to be heavy, but was not measured"
        );
    }
}
