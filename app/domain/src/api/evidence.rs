//! Uploaded evidence.

use super::ChangeRef;
use crate::access::Actor;
use crate::change::DocumentRef;
use crate::error::AppResult;
use async_trait::async_trait;
use uuid::Uuid;

/// A file to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    /// File name as given; sanitised before it is stored.
    pub name: String,
    /// Media type as given.
    pub media_type: String,
    /// Content; at most the configured limit.
    pub content: Vec<u8>,
}

/// Use cases on uploaded files.
#[async_trait]
pub trait Documents {
    /// Stores a file with a change.
    async fn upload(&self, actor: &Actor, change: ChangeRef, document: NewDocument) -> AppResult<DocumentRef>;
    /// A file with its content.
    async fn download(&self, actor: &Actor, change: ChangeRef, document: Uuid) -> AppResult<(DocumentRef, Vec<u8>)>;
}
