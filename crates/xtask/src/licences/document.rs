//! The text of THIRD-PARTY-NOTICES.

use std::collections::{BTreeMap, BTreeSet};

use super::Notice;

/// What stands before the SPDX expression of the licences.
pub const EXPRESSION: &str = "SPDX-License-Identifier: ";

/// The licence of this project's own code.
const OWN: &str = "MIT";

/// What stands before the name of a component.
const COMPONENT: &str = "  - ";

const LINE: &str = "----------------------------------------------------------------------";

/// Returns the document of some notices. Those of the same licence and text become one.
pub fn write(notices: Vec<Notice>) -> String {
    let mut licences = BTreeSet::from([OWN.to_owned()]);
    let mut merged: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for Notice { components, licence, text } in notices {
        licences.extend(licence.clone());
        let title = licence.unwrap_or_else(|| "public domain".into());
        merged.entry((title, normalised(&text))).or_default().extend(components);
    }
    let expression: Vec<_> = licences.into_iter().collect();
    let mut document = format!(
        "Third-party notices\n\nThis package is under the MIT License (see LICENSE). It contains software that others \
        wrote.\nWritten by `cargo xtask licences`.\n\n{EXPRESSION}{}\n",
        expression.join(" AND ")
    );
    for ((licence, text), components) in merged {
        document += &format!("\n{LINE}\n{licence}, for\n");
        components.iter().for_each(|name| document += &format!("{COMPONENT}{name}\n"));
        document += &format!("\n{text}\n");
    }
    document
}

/// Returns the components that a document names.
pub fn components(document: &str) -> BTreeSet<String> {
    let sections = document.split(LINE).skip(1);
    // A section's list ends at the first empty line; texts may have lists, too.
    let heads = sections.filter_map(|section| section.trim_start().split("\n\n").next());
    heads.flat_map(|head| head.lines().filter_map(|line| line.strip_prefix(COMPONENT))).map(str::to_owned).collect()
}

/// Returns a text without indentation of the whole, trailing space and repeated empty lines.
fn normalised(text: &str) -> String {
    let lines: Vec<_> = text.trim_matches(['\n', '\r']).lines().map(str::trim_end).collect();
    let indent = lines.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len()).min();
    let mut normal = String::new();
    for line in lines {
        if !(line.is_empty() && normal.ends_with("\n\n")) {
            normal += line.get(indent.unwrap_or(0)..).unwrap_or_default();
            normal.push('\n');
        }
    }
    normal.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(name: &str, licence: Option<&str>, text: &str) -> Notice {
        Notice { components: [name.into()].into(), licence: licence.map(Into::into), text: text.into() }
    }

    #[test]
    fn components_are_read_as_they_were_written() {
        let list = "Permission\n\n  - of a list\n";
        let document = write(vec![
            notice("a 1.0", Some("ISC"), list),
            notice("b 2.0", Some("ISC"), &format!("\n{list}\n")),
            notice("c 3.0", None, "nothing"),
        ]);
        assert_eq!(components(&document), ["a 1.0", "b 2.0", "c 3.0"].map(Into::into).into());
        assert_eq!(document.matches("Permission").count(), 1);
        assert!(document.contains(&format!("{EXPRESSION}ISC AND MIT\n")));
    }
}
