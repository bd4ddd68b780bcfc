//! How values travel between the server and the page: JSON, and in the browser one way to read it.
//!
//! A page's first readings come inside the document, later ones as answers of server functions. Each way would bring
//! its own copy of every type's reader into the WebAssembly; here both parse the text into one plain tree first and
//! read the types from that.

use leptos::prelude::{ArcResource, Resource};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// JSON, as said above.
#[derive(Debug)]
pub struct Tree;

/// Answers of server functions: `#[server(output = Wire)]`.
pub type Wire = Post<Tree>;

/// What a page reads.
pub type Reading<T> = Resource<T, Tree>;

/// Reads `fetch(source())`, on the server and whenever the source changes.
#[track_caller]
pub fn reading<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Reading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    ArcResource::new_with_options(source, fetch, false).into()
}

/// Reads a value from JSON text.
///
/// # Errors
/// The text is no JSON, or not of this type.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    read(serde_json::from_str(text))
}

fn read<T: DeserializeOwned>(tree: Result<serde_json::Value, serde_json::Error>) -> Result<T, serde_json::Error> {
    tree.and_then(T::deserialize)
}

impl<T: Serialize> codee::Encoder<T> for Tree {
    type Error = serde_json::Error;
    type Encoded = String;
    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> codee::Decoder<T> for Tree {
    type Error = serde_json::Error;
    type Encoded = str;
    fn decode(text: &str) -> Result<T, Self::Error> {
        parse(text)
    }
}

impl ContentType for Tree {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Tree {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Tree {
    type Error = serde_json::Error;
    fn encode(value: &T) -> Result<bytes::Bytes, Self::Error> {
        serde_json::to_vec(value).map(bytes::Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Tree {
    type Error = serde_json::Error;
    fn decode(bytes: bytes::Bytes) -> Result<T, Self::Error> {
        read(serde_json::from_slice(&bytes))
    }
}
