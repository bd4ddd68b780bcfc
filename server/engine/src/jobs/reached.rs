//! What the workflow has to know of an impact report.

use super::look::word;
use super::outcome::{at_line, plain};
use analysis::Place;
use analysis::code::Access;
use analysis::impact::{Exposure, Impact};
use chrono::{DateTime, Utc};
use domain::change::{ChangeState, ImpactOutcome, ReachedComponent, ReachedObject, ReachedPlace, reach_digest};
use uuid::Uuid;

/// Most that the change itself keeps of each kind; the report has all.
const OBJECTS: usize = 200;
const PLACES: usize = 100;
const REASONS: usize = 5;

/// Where the impact was looked for.
pub(super) struct Seen<'a> {
    pub run: Uuid,
    pub commit: &'a str,
    pub branch: Option<&'a str>,
    pub at: DateTime<Utc>,
}

/// The outcome, without colliding changes: those are known to the database.
pub(super) fn reached(seen: &Seen<'_>, state: &ChangeState, impact: &Impact) -> ImpactOutcome {
    let listed = &state.request.metadata.affected_components;
    let components = impact.components.iter().map(|component| ReachedComponent {
        name: component.name.clone(),
        reasons: component.reasons.iter().take(REASONS).map(|why| plain(why)).collect(),
    });
    let unlisted = impact.components.iter().map(|c| &c.name).filter(|name| !listed.contains(name));
    let objects = impact.objects.iter().take(OBJECTS).map(|object| ReachedObject {
        kind: word(&object.kind),
        name: plain(&object.name),
        why: plain(&object.why),
    });
    let code = impact.code.iter().take(PLACES).map(|one| {
        let verb = if one.access == Access::Read { "reads" } else { "writes" };
        place(&one.place, format!("{verb} {}", one.subject), one.function.as_ref(), None)
    });
    let exposed = |all: &[Exposure], verb: &str| -> Vec<ReachedPlace> {
        let first = all.iter().take(PLACES);
        let one =
            |e: &Exposure| place(&e.place, format!("{verb} {}", e.endpoint), e.function.as_ref(), Some(&e.endpoint));
        first.map(one).collect()
    };
    let beyond = |all: usize, most: usize| all.saturating_sub(most);
    let further = beyond(impact.objects.len(), OBJECTS)
        + beyond(impact.code.len(), PLACES)
        + beyond(impact.endpoints.len(), PLACES)
        + beyond(impact.clients.len(), PLACES);
    ImpactOutcome {
        run: seen.run,
        commit: seen.commit.to_owned(),
        branch: seen.branch.map(str::to_owned),
        declared: reach_digest(&state.request),
        at: seen.at,
        components: components.collect(),
        unlisted: unlisted.cloned().collect(),
        objects: objects.collect(),
        code: code.collect(),
        endpoints: exposed(&impact.endpoints, "serves"),
        clients: exposed(&impact.clients, "calls"),
        further: u32::try_from(further).unwrap_or(u32::MAX),
        collisions: Vec::new(),
        risk: word(&impact.risk).parse().unwrap_or(domain::words::Risk::Critical),
        risk_reasons: impact.risk_reasons.iter().map(|why| plain(why)).collect(),
        effort: word(&impact.effort).parse().unwrap_or(domain::words::Effort::Xl),
        effort_reasons: impact.effort_reasons.iter().map(|why| plain(why)).collect(),
    }
}

fn place(at: &Place, what: String, function: Option<&String>, endpoint: Option<&String>) -> ReachedPlace {
    ReachedPlace {
        place: plain(&at_line(at)),
        what: plain(&what),
        endpoint: endpoint.map(|key| plain(key)),
        function: function.map(|name| plain(name)),
    }
}
