//! Uploaded evidence.

use super::Engine;
use super::record::Record;
use crate::access::authorise;
use crate::error::app;
use crate::file;
use async_trait::async_trait;
use domain::access::Action;
use domain::api::{ChangeRef, Documents, NewDocument};
use domain::change::DocumentRef;
use domain::{Actor, AppError, AppResult};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{changes, commit, documents};
use uuid::Uuid;

/// Most files of a change.
const COUNT_MAX: i64 = 200;
/// Most bytes of a change's files.
const BYTES_MAX: i64 = 500 * 1000 * 1000;

fn check(content: &[u8], limit: usize) -> AppResult<()> {
    if content.is_empty() {
        return Err(AppError::invalid("/file", "document.empty", "Choose a file that is not empty."));
    }
    if content.len() > limit {
        let message =
            format!("The file has {}; at most {} are accepted.", file::size(content.len()), file::size(limit));
        return Err(AppError::invalid("/file", "document.too-large", message));
    }
    Ok(())
}

#[async_trait]
impl Documents for Engine {
    async fn upload(&self, actor: &Actor, change: ChangeRef, new: NewDocument) -> AppResult<DocumentRef> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let hidden = || change.to_string();
        if actor.is_anonymous() {
            return Err(AppError::Unauthenticated);
        }
        let state = changes::load(&mut tx, change, false).await.map_err(app)?;
        let request = &state.request;
        authorise(actor, Action::Upload(&state), &request.project, hidden)?;
        check(&new.content, self.settings.max_document_bytes)?;
        if !request.status.is_live() {
            return Err(AppError::Conflict(format!(
                "{} is {} and takes no more evidence.",
                request.key(),
                request.status.label().to_lowercase()
            )));
        }
        let now = self.clock.now();
        let document = DocumentRef {
            id: self.clock.id(),
            name: file::name(&new.name),
            media_type: file::media_type(&new.media_type, &new.content),
            size: i64::try_from(new.content.len()).unwrap_or(i64::MAX),
            sha256: hex::encode(Sha256::digest(&new.content)),
        };
        let record = Record {
            stream: format!("documents:{}", request.id),
            project: Some(&request.project),
            change: Some(request.id),
            action: "document.uploaded",
            subject: format!("{} {}", request.key(), document.name),
            details: json!({ "document": document }),
        };
        // The entry goes first: its chain's lock keeps two uploads from passing the quota together.
        self.record(&mut tx, actor, now, record).await?;
        let (count, bytes) = documents::usage(&mut tx, request.id).await.map_err(app)?;
        if count >= COUNT_MAX || bytes + document.size > BYTES_MAX {
            let message = format!("A change keeps at most {COUNT_MAX} files and 500 MB. Link to the file instead.");
            return Err(AppError::invalid("/file", "document.quota", message));
        }
        documents::insert(&mut tx, request.id, &document, &new.content, &actor.name, now).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Ok(document)
    }

    async fn download(&self, actor: &Actor, change: ChangeRef, document: Uuid) -> AppResult<(DocumentRef, Vec<u8>)> {
        if actor.is_anonymous() {
            return Err(AppError::Unauthenticated);
        }
        let mut conn = self.store.connection().await.map_err(app)?;
        let state = changes::load(&mut conn, change, false).await.map_err(app)?;
        authorise(actor, Action::View, &state.request.project, || change.to_string())?;
        documents::get(&mut conn, state.request.id, document).await.map_err(app)
    }
}
