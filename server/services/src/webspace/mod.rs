//! Looking around in a webspace, for one who chooses a home directory.

mod list_folders;
mod make_folder;
mod preview_home;

use std::sync::Arc;
use std::time::Duration;

use model::AppError;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::context::{blocking, internal};

crate::part! {
    /// The folders of webspaces.
    Webspaces
}

/// How many look at folders at once: a disk that hangs shall not take all the threads.
const LOOKERS: usize = 8;
/// How long a look may take, with the wait for a place.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where folders are looked at: off the async threads, by a few at a time.
pub(super) struct FolderReader {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl FolderReader {
    pub(super) fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(LOOKERS)),
            patience: PATIENCE,
        }
    }

    /// Does what looks at folders.
    ///
    /// # Errors
    /// [`AppError::Busy`] if it takes too long, or those before it do.
    async fn look<Answer: Send + 'static>(
        &self,
        work: impl FnOnce() -> Answer + Send + 'static,
    ) -> Result<Answer, AppError> {
        let places = Arc::clone(&self.places);
        let looking = async move {
            let place = places
                .acquire_owned()
                .await
                .map_err(|error| internal(&error))?;
            // The place is held by the work itself: whoever asked may have hung up meanwhile.
            blocking(move || {
                let answer = work();
                drop(place);
                answer
            })
            .await
        };
        timeout(self.patience, looking)
            .await
            .unwrap_or(Err(AppError::Busy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_place_is_told_so() {
        let mut folder_reader = FolderReader::new();
        folder_reader.patience = Duration::from_millis(20);
        let all = u32::try_from(LOOKERS).expect("a few");
        let held = folder_reader.places.acquire_many(all).await;
        assert_eq!(folder_reader.look(|| 2).await, Err(AppError::Busy));
        drop(held);
        folder_reader.patience = FolderReader::new().patience;
        assert_eq!(folder_reader.look(|| 3).await, Ok(3));
    }
}
