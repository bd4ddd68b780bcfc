//! Where a page ended: base64url of JSON, opaque to clients.

use crate::{StoreError, StoreResult};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

/// Position of the last row of a page: the order it belongs to, and its sort key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor<K> {
    /// Name of the order.
    pub order: String,
    /// Sort key of the row.
    pub key: K,
}

impl<K: Serialize + DeserializeOwned> Cursor<K> {
    pub(crate) fn new(order: &str, key: K) -> Self {
        Self { order: order.to_owned(), key }
    }

    /// As text.
    pub(crate) fn encode(&self) -> StoreResult<String> {
        let json = serde_json::to_vec(&(&self.order, &self.key)).map_err(|e| StoreError::Internal(e.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    /// From text; it must belong to `order`.
    pub(crate) fn decode(text: &str, order: &str) -> StoreResult<K> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok();
        let read: Option<(String, K)> = bytes.and_then(|b| serde_json::from_slice(&b).ok());
        read.filter(|(o, _)| o == order).map(|(_, key)| key).ok_or_else(|| {
            StoreError::Invalid(
                "/cursor".to_owned(),
                "cursor.syntax".to_owned(),
                "This is no place in this list. Give the value under the page before (`next`) with the same order, or none.".to_owned(),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_out_and_back() {
        let text = Cursor::new("-number", (7_i64, 9_i64)).encode().unwrap();
        assert_eq!(Cursor::<(i64, i64)>::decode(&text, "-number").unwrap(), (7, 9));
    }

    #[test]
    fn another_order_and_rubbish_are_refused() {
        let text = Cursor::new("-number", (7_i64, 9_i64)).encode().unwrap();
        for (given, order) in [(text.as_str(), "-updated"), ("", "-number"), ("%%%", "-number"), ("bnVsbA", "-number")]
        {
            let refused = Cursor::<(i64, i64)>::decode(given, order);
            assert!(matches!(refused, Err(StoreError::Invalid(p, ..)) if p == "/cursor"), "{given}");
        }
    }
}
