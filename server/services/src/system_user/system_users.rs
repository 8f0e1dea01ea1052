//! The system users that Berth acts as, looked up at most once a minute.

use std::collections::{HashMap, HashSet};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ftp::{RunAs, can_act_as_others};
use model::{AppError, HostingSettings, SystemUserError};
use rustix::process::{geteuid, getuid};
use tokio::time::timeout;

use super::allowed::AllowedSystemUsers;
use super::resolve::{Rules, resolve};
use crate::blocking::blocking;
use crate::store::SubscriptionId;

/// For how long what the system says of a user and its groups holds.
const MAX_AGE: Duration = Duration::from_secs(60);
/// How long it is waited for: it may ask another machine.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(10);

/// As whom something is done, or why not.
type Resolved = Result<RunAs, SystemUserError>;

/// Says as whom the files of subscriptions are accessed.
pub(crate) struct SystemUsers {
    rules: Arc<Rules>,
    known: Mutex<HashMap<HostingSettings, (Instant, Resolved)>>,
    /// One lookup at a time: one that hangs keeps one thread.
    looking: Arc<tokio::sync::Mutex<()>>,
    /// The subscriptions of which the log says that their user cannot be acted as.
    reported: Mutex<HashSet<SubscriptionId>>,
}

impl SystemUsers {
    /// `data_dir` is there; whose it is, is the server's user, whoever runs this process.
    pub(crate) fn new(allowed: AllowedSystemUsers, data_dir: &Path) -> Self {
        let mut own = vec![getuid().as_raw(), geteuid().as_raw()];
        own.extend(data_dir.metadata().ok().map(|found| found.uid()));
        Self {
            rules: Arc::new(Rules { allowed, own }),
            known: Mutex::default(),
            looking: Arc::default(),
            reported: Mutex::default(),
        }
    }

    /// Whom subscriptions may have, as the setting says.
    pub(crate) fn allowed(&self) -> &AllowedSystemUsers {
        &self.rules.allowed
    }

    /// As whom files are accessed with these settings, or why Berth may not act as that user.
    ///
    /// # Errors
    /// [`AppError::Busy`] if the system takes too long to say.
    pub(crate) async fn resolve(&self, settings: &HostingSettings) -> Result<Resolved, AppError> {
        if settings.system_user.is_none() {
            return Ok(Ok(RunAs::program()));
        }
        if !can_act_as_others() {
            return Ok(Err(SystemUserError::NoPermission));
        }
        if let Some(known) = self.known(settings) {
            return Ok(known);
        }
        let look_up = async {
            let looking = Arc::clone(&self.looking).lock_owned().await;
            if let Some(known) = self.known(settings) {
                return Ok(known);
            }
            let (rules, wanted) = (Arc::clone(&self.rules), settings.clone());
            blocking(move || {
                let _looking = looking;
                resolve(&wanted, &rules)
            })
            .await
        };
        let resolved = timeout(LOOKUP_TIMEOUT, look_up).await;
        let resolved = resolved.map_err(|_| AppError::Busy)??;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (at, _)| at.elapsed() < MAX_AGE);
        known.insert(settings.clone(), (Instant::now(), resolved.clone()));
        Ok(resolved)
    }

    /// The same at once, as a command may that serves nobody else. Blocks.
    pub(crate) fn resolve_at_once(&self, settings: &HostingSettings) -> Resolved {
        if settings.system_user.is_some() && !can_act_as_others() {
            return Err(SystemUserError::NoPermission);
        }
        resolve(settings, &self.rules)
    }

    fn known(&self, settings: &HostingSettings) -> Option<Resolved> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, resolved) = known.get(settings)?;
        (at.elapsed() < MAX_AGE).then(|| resolved.clone())
    }

    /// As whom the files of a subscription are accessed. That nobody can, the log says once for each
    /// subscription, until somebody can again.
    ///
    /// # Errors
    /// [`AppError::SystemUserUnavailable`], and as for [`Self::resolve`].
    pub(crate) async fn run_as(
        &self,
        subscription: SubscriptionId,
        settings: &HostingSettings,
    ) -> Result<RunAs, AppError> {
        let resolved = self.resolve(settings).await?;
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        match resolved {
            Ok(run_as) => {
                reported.remove(&subscription);
                Ok(run_as)
            }
            Err(reason) => {
                if reported.insert(subscription) {
                    let system_user = settings.system_user.as_ref().map(ToString::to_string);
                    tracing::error!(
                        subscription = subscription.0,
                        system_user,
                        reason = in_the_log(reason),
                        "the files of a subscription are not accessed: Berth cannot act as its \
                         system user"
                    );
                }
                Err(AppError::SystemUserUnavailable)
            }
        }
    }
}

/// Why, and what to do.
fn in_the_log(reason: SystemUserError) -> &'static str {
    match reason {
        SystemUserError::Shape => "it is no user",
        SystemUserError::Root => "it is root, or in its group: choose another",
        SystemUserError::NoSuchUser => "the system has no such user: make it, or choose another",
        SystemUserError::NoSuchGroup => "the system has no such group: make it, or choose another",
        SystemUserError::OwnUser => "it is Berth's own user: choose another",
        SystemUserError::NotAllowed => "BERTH_SYSTEM_USERS does not name it",
        SystemUserError::GroupNotAllowed => {
            "the group is not the user's, and BERTH_SYSTEM_USERS does not name it"
        }
        SystemUserError::NoPermission => {
            "Berth lacks CAP_SETUID and CAP_SETGID: give it both (AmbientCapabilities= of systemd), \
             or start it as root with BERTH_USER"
        }
    }
}
