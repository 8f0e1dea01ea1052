//! Whether the program can do its work.

use std::time::Duration;

use tokio::time::timeout;

use crate::services::Services;

/// How long the database may take to answer. It is ready again once it answers as fast.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(2);

impl Services {
    /// Whether the database answers soon. The cause is in the log if it does not.
    pub async fn database_answers(&self) -> bool {
        match timeout(DATABASE_TIMEOUT, self.context.store().ping()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the database does not answer");
                false
            }
            Err(_) => {
                tracing::warn!("the database does not answer in time");
                false
            }
        }
    }
}
