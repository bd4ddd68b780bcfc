//! Rules across members: type, operations, components, dependencies (SPEC R1.4).

use super::Rules;
use crate::change::{ChangeMetadata, Operation};
use crate::intake::{DependencyFacts, mandatory_layers};
use crate::words::ChangeType;

impl Rules<'_> {
    pub(in crate::intake) fn reach(&mut self, kind: ChangeType, metadata: &ChangeMetadata) {
        // Operations may follow during impact analysis (the engine insists on them there), but never contradict the type.
        let defining = kind.defining_operations();
        if !defining.is_empty()
            && !metadata.operations.is_empty()
            && !metadata.operations.iter().any(|o| defining.contains(&o.kind()))
        {
            self.say(
                "/metadata/operations",
                "operations.type-mismatch",
                format!("A change of type {kind} declares at least one operation of kind {}. Add it, or choose another type.", defining.join(" or ")),
            );
        }
        let reasons: Vec<&str> =
            kind.breaks().into_iter().chain(metadata.operations.iter().filter_map(Operation::breaks)).collect();
        if let (Some(reason), false) = (reasons.first(), metadata.breaking_change) {
            self.say(
                "/metadata/breakingChange",
                "breaking.undeclared",
                format!("Declare the change breaking: {reason}."),
            );
        }
        for layer in mandatory_layers(kind) {
            let of_layer: Vec<&str> =
                self.project.components.iter().filter(|c| c.layer == *layer).map(|c| c.name.as_str()).collect();
            if !of_layer.is_empty() && !metadata.affected_components.iter().any(|c| of_layer.contains(&c.as_str())) {
                self.say(
                    "/metadata/affectedComponents",
                    "components.mandatory",
                    format!(
                        "A change of type {kind} reaches the {} layer: add {}.",
                        layer.as_str(),
                        of_layer.join(" or ")
                    ),
                );
            }
        }
    }

    pub(in crate::intake) fn dependencies(&mut self, dependencies: &[String], facts: &DependencyFacts) {
        for (i, d) in dependencies.iter().enumerate() {
            let at = format!("/metadata/dependencies/{i}");
            if facts.own.as_deref() == Some(d) {
                self.say(at, "dependency.self", "A change cannot wait for itself; remove it.");
            } else if facts.cyclic.contains(d) {
                self.say(at, "dependency.cycle", format!("{d} already waits for this change; remove one of the two."));
            } else if facts.known {
                match facts.found.get(d) {
                    None => self.say(at, "dependency.unknown", format!("{d} does not exist in this project.")),
                    Some(false) => self.say(at, "dependency.ended", format!("{d} is no longer open; remove it.")),
                    Some(true) => {}
                }
            }
        }
    }
}
