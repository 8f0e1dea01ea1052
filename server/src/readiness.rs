//! Whether the server can do its work: what a load balancer or a supervisor asks.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ftp::Accepting;
use services::Services;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::listeners::ListenerName;

/// How long an answer of the database counts, so that those who ask often do not cost it anything.
const DATABASE_ANSWER_LIFETIME: Duration = Duration::from_secs(1);

/// Tells whether the server can do its work. Clones share what was last found.
#[derive(Clone)]
pub struct Readiness {
    services: Services,
    listeners: Arc<[(ListenerName, Accepting)]>,
    shutdown: CancellationToken,
    /// When the database was last asked, and whether it answered.
    database: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// What is ready and what is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts(Vec<(&'static str, bool)>);

impl Readiness {
    /// Of a server with these listeners, which ends at `shutdown`.
    pub fn new(
        services: Services,
        listeners: Vec<(ListenerName, Accepting)>,
        shutdown: CancellationToken,
    ) -> Self {
        Self {
            services,
            listeners: listeners.into(),
            shutdown,
            database: Arc::default(),
        }
    }

    /// Looks at each part: the database, and each listener. None is ready while the server stops.
    pub async fn check(&self) -> Parts {
        let stops = self.shutdown.is_cancelled();
        let database = !stops && self.database_answers().await;
        let listeners = self
            .listeners
            .iter()
            .map(|(name, accepting)| (name.as_str(), !stops && accepting.get()));
        Parts(
            [("database", database)]
                .into_iter()
                .chain(listeners)
                .collect(),
        )
    }

    async fn database_answers(&self) -> bool {
        // Whoever asks in the meantime waits for the same answer.
        let mut last = self.database.lock().await;
        if let Some((at, answers)) = *last
            && at.elapsed() < DATABASE_ANSWER_LIFETIME
        {
            return answers;
        }
        let answers = self.services.database_answers().await;
        *last = Some((Instant::now(), answers));
        answers
    }
}

impl Parts {
    /// Whether all are.
    pub fn are_ready(&self) -> bool {
        self.0.iter().all(|(_, is_ready)| *is_ready)
    }
}

impl fmt::Display for Parts {
    /// A line for each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, is_ready) in &self.0 {
            let state = if *is_ready { "ready" } else { "not ready" };
            writeln!(f, "{part}: {state}")?;
        }
        Ok(())
    }
}
