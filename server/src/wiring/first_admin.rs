//! What a new installation needs before anybody can use it.

use super::WiringError;
use engine::Engine;

/// Loads the sample data if asked to; the path by which the first administrator gets in, while there is none.
pub async fn prepare(engine: &Engine, sample: bool) -> Result<Option<String>, WiringError> {
    if sample {
        engine.load_sample().await?;
    }
    Ok(engine.first_admin_link().await?)
}
