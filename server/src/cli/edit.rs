//! `change-mgmt edit`: alter the request.

use super::{
    App,
    exit::{Failure, Outcome},
    operation,
    request::Request,
    step, target,
};
use clap::Args;
use domain::{
    change::ChangeRequest,
    intake::{ChangeInput, MetadataInput},
};

/// Alter the request: what is named replaces what was there; approvals given so far no longer count
#[derive(Args, Debug)]
#[command(after_help = operation::SYNTAX)]
#[command(mut_arg("project", |a| a.hide(true)))]
pub struct Edit {
    #[command(flatten)]
    target: target::Change,
    #[command(flatten)]
    request: Request,
}

/// Runs it.
///
/// # Errors
/// What is wrong with the request, all at once; somebody edited it at the same time.
pub async fn run(app: &App, args: Edit) -> Outcome {
    let client = app.client()?;
    let change = args.target.get()?;
    let before = client.change(change).await?.change;
    if let Some(other) = args.request.project().filter(|key| *key != before.project) {
        let (key, project) = (before.key(), &before.project);
        return Err(Failure::Usage(format!("{key} stays in {project}; submit a new change in {other}.")));
    }
    let input = args.request.over(input(&before)).await?;
    let detail = client.edit(change, before.version, &input).await?;
    step::report(app, &detail, "edited")
}

/// The request as it was given.
fn input(change: &ChangeRequest) -> ChangeInput {
    let metadata = change.metadata.clone();
    ChangeInput {
        project: Some(change.project.clone()),
        title: Some(change.title.clone()),
        description: Some(change.description.clone()),
        kind: Some(change.kind.to_string()),
        priority: Some(change.priority.to_string()),
        metadata: MetadataInput {
            affected_tables: metadata.affected_tables,
            affected_endpoints: metadata.affected_endpoints,
            affected_components: metadata.affected_components,
            breaking_change: metadata.breaking_change,
            estimated_effort: metadata.estimated_effort.map(|e| e.to_string()),
            dependencies: metadata.dependencies,
            operations: metadata.operations,
            justification: metadata.justification,
        },
    }
}
