//! One method an operation of the REST API.

use super::{Client, Outcome};
use crate::cli::exit::Failure;
use chrono::{DateTime, Utc};
use domain::{
    api::{
        AuditQuery, ChangeDetail, ChangeRef, ChangeSummary, ImpactView, Me, Page, Preview, ProjectInfo,
        ValidationReport, ValidationView,
    },
    audit::{AuditEntry, AuditReport},
    change::{DocumentRef, NewEvidence},
    intake::ChangeInput,
    words::{Decision, WorkflowStatus},
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

fn of(change: ChangeRef, rest: &str) -> String {
    format!("/api/changes/{change}{rest}")
}

/// A part of a path as it must stand in an address.
fn part(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

impl Client {
    /// Submits a change.
    ///
    /// # Errors
    /// As every method here: the server's refusal, or that there is no server.
    pub async fn create(&self, input: &ChangeInput, key: Option<&str>) -> Outcome<ChangeDetail> {
        let mut request = self.request(Method::POST, "/api/changes")?.json(input);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let response = self.send(request).await?;
        self.read(response).await
    }

    /// Says what a submission would do.
    pub async fn preview(&self, input: &ChangeInput) -> Outcome<Preview> {
        self.with_body(Method::POST, "/api/changes/preview", input).await
    }

    /// Replaces the request of a change that is still at this version.
    pub async fn edit(&self, change: ChangeRef, version: i64, input: &ChangeInput) -> Outcome<ChangeDetail> {
        let request =
            self.request(Method::PUT, &of(change, ""))?.header("If-Match", format!("\"v{version}\"")).json(input);
        let response = self.send(request).await?;
        self.read(response).await
    }

    /// A page of changes.
    pub async fn list(&self, query: &[(&str, String)]) -> Outcome<Page<ChangeSummary>> {
        self.get("/api/changes", query).await
    }

    /// One change.
    pub async fn change(&self, change: ChangeRef) -> Outcome<ChangeDetail> {
        self.get(&of(change, ""), &[]).await
    }

    /// Names the branch, or another one.
    pub async fn set_branch(
        &self,
        change: ChangeRef,
        branch: &str,
        base: Option<&str>,
        reason: Option<&str>,
    ) -> Outcome<ChangeDetail> {
        let body = json!({"branch": branch, "base": base, "reason": reason});
        self.with_body(Method::PUT, &of(change, "/branch"), &body).await
    }

    /// Takes the branch off.
    pub async fn remove_branch(&self, change: ChangeRef, reason: Option<&str>) -> Outcome<ChangeDetail> {
        let query: Vec<_> = reason.map(|reason| ("reason", reason)).into_iter().collect();
        let request = self.request(Method::DELETE, &of(change, "/branch"))?.query(&query);
        let response = self.send(request).await?;
        self.read(response).await
    }

    /// What the change reaches.
    pub async fn impact(&self, change: ChangeRef) -> Outcome<ImpactView> {
        self.get(&of(change, "/impact"), &[]).await
    }

    /// Has the impact analysed again.
    pub async fn request_impact(&self, change: ChangeRef) -> Outcome<ImpactView> {
        self.with_body(Method::POST, &of(change, "/impact"), &json!({})).await
    }

    /// How the validation stands.
    pub async fn validation(&self, change: ChangeRef) -> Outcome<ValidationView> {
        self.get(&of(change, "/validation"), &[]).await
    }

    /// Has the branch looked at again.
    pub async fn request_validation(&self, change: ChangeRef) -> Outcome<ValidationView> {
        self.with_body(Method::POST, &of(change, "/validation"), &json!({})).await
    }

    /// What the last finished run found.
    pub async fn validation_report(&self, change: ChangeRef) -> Outcome<ValidationReport> {
        self.get(&of(change, "/validation/report"), &[]).await
    }

    /// Asks to let a finding pass.
    pub async fn request_waiver(
        &self,
        change: ChangeRef,
        fingerprint: &str,
        reason: &str,
        expires_at: DateTime<Utc>,
    ) -> Outcome<ValidationView> {
        let body = json!({"fingerprint": fingerprint, "reason": reason, "expiresAt": expires_at});
        self.with_body(Method::POST, &of(change, "/waivers"), &body).await
    }

    /// Grants a waiver, or refuses it.
    pub async fn decide_waiver(
        &self,
        change: ChangeRef,
        id: u32,
        grant: bool,
        note: Option<&str>,
    ) -> Outcome<ValidationView> {
        let body = json!({"grant": grant, "note": note});
        self.with_body(Method::POST, &of(change, &format!("/waivers/{id}/decision")), &body).await
    }

    /// Holds, resumes, cancels or rejects.
    pub async fn set_status(
        &self,
        change: ChangeRef,
        status: WorkflowStatus,
        reason: Option<&str>,
    ) -> Outcome<ChangeDetail> {
        self.with_body(
            Method::PUT,
            &of(change, "/status"),
            &json!({"status": status, "reason": reason.unwrap_or_default()}),
        )
        .await
    }

    /// Gives the change to somebody, or back.
    pub async fn assign(&self, change: ChangeRef, assignee: Option<&str>) -> Outcome<ChangeDetail> {
        self.with_body(Method::PUT, &of(change, "/assignee"), &json!({ "assignee": assignee })).await
    }

    /// Completes a step.
    pub async fn complete(
        &self,
        change: ChangeRef,
        step: &str,
        evidence: &[NewEvidence],
        notes: Option<&str>,
    ) -> Outcome<ChangeDetail> {
        let path = of(change, &format!("/steps/{}", part(step)));
        self.with_body(Method::POST, &path, &json!({"evidence": evidence, "notes": notes})).await
    }

    /// `start`, `stop`, `reopen`, `skip` or `restore` of a step.
    pub async fn step(&self, change: ChangeRef, step: &str, verb: &str, reason: Option<&str>) -> Outcome<ChangeDetail> {
        let path = of(change, &format!("/steps/{}/{verb}", part(step)));
        let body = reason.map_or_else(|| json!({}), |reason| json!({ "reason": reason }));
        self.with_body(Method::POST, &path, &body).await
    }

    /// Approves, or asks for changes.
    pub async fn decide(
        &self,
        change: ChangeRef,
        step: &str,
        decision: Decision,
        note: Option<&str>,
        digest: &str,
    ) -> Outcome<ChangeDetail> {
        let body = json!({"step": step, "decision": decision, "note": note, "digest": digest});
        self.with_body(Method::POST, &of(change, "/approvals"), &body).await
    }

    /// Remarks.
    pub async fn comment(&self, change: ChangeRef, body: &str) -> Outcome<ChangeDetail> {
        self.with_body(Method::POST, &of(change, "/comments"), &json!({ "body": body })).await
    }

    /// Uploads a file.
    pub async fn upload(
        &self,
        change: ChangeRef,
        name: &str,
        media_type: &str,
        content: Vec<u8>,
    ) -> Outcome<DocumentRef> {
        let file = Part::bytes(content).file_name(name.to_owned()).mime_str(media_type);
        let file = file.map_err(|e| Failure::Usage(format!("`{media_type}` is no media type: {e}.")))?;
        let request = self.request(Method::POST, &of(change, "/documents"))?.multipart(Form::new().part("file", file));
        let response = self.send(request).await?;
        self.read(response).await
    }

    /// Audit entries, of one change or of all.
    pub async fn audit(&self, change: Option<ChangeRef>, query: &AuditQuery) -> Outcome<Page<AuditEntry>> {
        let path = change.map_or_else(|| "/api/audit".to_owned(), |c| of(c, "/audit"));
        let named = [
            ("project", query.project.clone()),
            ("actor", query.actor.clone()),
            ("action", query.action.clone()),
            ("cursor", query.cursor.clone()),
            ("limit", query.limit.map(|l| l.to_string())),
        ];
        let query: Vec<_> = named.into_iter().filter_map(|(k, v)| v.map(|v| (k, v))).collect();
        self.get(&path, &query).await
    }

    /// Checks the chains.
    pub async fn verify(&self, project: Option<&str>) -> Outcome<AuditReport> {
        let query: Vec<_> = project.map(|p| ("project", p)).into_iter().collect();
        let response = self.send(self.request(Method::POST, "/api/audit/verify")?.query(&query)).await?;
        self.read(response).await
    }

    /// Who the token belongs to.
    pub async fn me(&self) -> Outcome<Me> {
        self.get("/api/me", &[]).await
    }

    /// Projects the user sees.
    pub async fn projects(&self) -> Outcome<Vec<ProjectInfo>> {
        let value: Value = self.get("/api/projects", &[]).await?;
        // A plain list or a page: both are taken.
        let items = value.get("items").cloned().unwrap_or(value);
        serde_json::from_value(items).map_err(|e| Failure::Other(format!("The list of projects is unreadable: {e}.")))
    }

    /// One project.
    pub async fn project(&self, key: &str) -> Outcome<ProjectInfo> {
        self.get(&format!("/api/projects/{}", part(key)), &[]).await
    }
}
