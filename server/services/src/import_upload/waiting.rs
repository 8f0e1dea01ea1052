//! Uploaded files in memory: how many, for how long, and whose.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{DomainName, ImportForm, ShownImport};

use super::{ImportFiles, ImportUploads};
use crate::import::ImportedLink;
use crate::store::TokenHash;

/// Uploads that are kept at once. The oldest goes.
const MAX_UPLOADS: usize = 8;
/// Bytes that they have in all, so that the memory is bounded.
const MAX_BYTES: usize = 4 * ImportUploads::MAX_BYTES;
/// For how long one is kept that nobody asks for.
const MAX_AGE: Duration = Duration::from_secs(15 * 60);

/// What is kept, the oldest first. Each session has one at most, and sees no other's.
#[derive(Default)]
pub(crate) struct WaitingUploads(Mutex<VecDeque<Waiting>>);

struct Waiting {
    key: String,
    owner: UploadOwner,
    asked_at: Instant,
    upload: Upload,
}

/// Whose an upload is, and for which subscription.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct UploadOwner {
    pub(super) session: TokenHash,
    pub(super) domain: DomainName,
}

/// An upload, and how far it is.
#[derive(Clone)]
pub(super) struct Upload {
    pub(super) form: ImportForm,
    pub(super) file_name: String,
    pub(super) state: UploadState,
}

/// How far an upload is.
#[derive(Clone)]
pub(super) enum UploadState {
    /// It waits.
    Waiting {
        files: Arc<ImportFiles>,
        /// What an import of it found that did nothing, if there was one: it looks at folders, too.
        refused: Option<ShownImport>,
    },
    /// It is being imported.
    Underway,
    /// It was imported. The links are there until they are shown.
    Done {
        shown: ShownImport,
        links: Arc<Mutex<Vec<ImportedLink>>>,
    },
}

impl Upload {
    /// The bytes that it keeps.
    fn bytes(&self) -> usize {
        match &self.state {
            UploadState::Waiting { files, .. } => {
                let shadow = files.shadow.as_ref().map_or(0, |shadow| shadow.len());
                files.main.len() + shadow
            }
            UploadState::Underway | UploadState::Done { .. } => 0,
        }
    }
}

impl WaitingUploads {
    /// Keeps an upload in the place of what the same session had.
    pub(super) fn insert(&self, key: String, owner: UploadOwner, upload: Upload, now: Instant) {
        let mut kept = self.lock(now);
        kept.retain(|one| one.owner.session != owner.session);
        kept.push_back(Waiting {
            key,
            owner,
            asked_at: now,
            upload,
        });
        let bytes =
            |kept: &VecDeque<Waiting>| -> usize { kept.iter().map(|one| one.upload.bytes()).sum() };
        while kept.len() > MAX_UPLOADS || bytes(&kept) > MAX_BYTES {
            kept.pop_front();
        }
    }

    /// The upload of a key, if it is this owner's and still kept.
    pub(super) fn get(&self, key: &str, owner: &UploadOwner, now: Instant) -> Option<Upload> {
        self.with(key, owner, now, |upload| upload.clone())
    }

    /// Marks an upload that waits as being imported; returns its files if it did.
    pub(super) fn start(
        &self,
        key: &str,
        owner: &UploadOwner,
        now: Instant,
    ) -> Option<(ImportForm, Arc<ImportFiles>)> {
        self.with(key, owner, now, |upload| {
            let UploadState::Waiting { files, .. } = &upload.state else {
                return None;
            };
            let files = Arc::clone(files);
            upload.state = UploadState::Underway;
            Some((upload.form.clone(), files))
        })
        .flatten()
    }

    /// Says how far an upload is now, if it is still kept.
    pub(super) fn set(&self, key: &str, owner: &UploadOwner, state: UploadState, now: Instant) {
        self.with(key, owner, now, |upload| upload.state = state);
    }

    fn with<Output>(
        &self,
        key: &str,
        owner: &UploadOwner,
        now: Instant,
        use_it: impl FnOnce(&mut Upload) -> Output,
    ) -> Option<Output> {
        let mut kept = self.lock(now);
        let mut found = kept.iter_mut();
        let found = found.find(|one| one.key == key && one.owner == *owner)?;
        found.asked_at = now;
        Some(use_it(&mut found.upload))
    }

    /// What is kept, without what is too old.
    fn lock(&self, now: Instant) -> MutexGuard<'_, VecDeque<Waiting>> {
        // Nothing panics while it holds the lock.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| now.duration_since(one.asked_at) < MAX_AGE);
        kept
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    fn owner(session: &str, domain: &str) -> UploadOwner {
        UploadOwner {
            session: TokenHash(session.to_owned()),
            domain: DomainName::parse(domain).expect("a domain"),
        }
    }

    fn upload(bytes: usize) -> Upload {
        let files = ImportFiles {
            name: "passwd".to_owned(),
            main: Zeroizing::new(vec![0; bytes]),
            shadow: None,
        };
        Upload {
            form: ImportForm::default(),
            file_name: "passwd".to_owned(),
            state: UploadState::Waiting {
                files: Arc::new(files),
                refused: None,
            },
        }
    }

    #[test]
    fn an_upload_is_its_sessions_and_its_subscriptions_alone() {
        let (kept, now) = (WaitingUploads::default(), Instant::now());
        let mine = owner("mine", "example.com");
        kept.insert("key".to_owned(), mine.clone(), upload(1), now);
        assert!(kept.get("key", &mine, now).is_some());
        for (key, stranger) in [
            ("another", mine.clone()),
            ("key", owner("theirs", "example.com")),
            ("key", owner("mine", "other.example")),
        ] {
            assert!(kept.get(key, &stranger, now).is_none());
            assert!(kept.start(key, &stranger, now).is_none());
        }
        assert!(kept.start("key", &mine, now).is_some());
        assert!(kept.start("key", &mine, now).is_none(), "it is underway");
    }

    #[test]
    fn an_upload_goes_with_time_and_with_the_next_of_its_session() {
        let (kept, now) = (WaitingUploads::default(), Instant::now());
        let mine = owner("mine", "example.com");
        kept.insert("first".to_owned(), mine.clone(), upload(1), now);
        kept.insert("second".to_owned(), mine.clone(), upload(1), now);
        assert!(kept.get("first", &mine, now).is_none());
        let later = now + MAX_AGE - Duration::from_secs(1);
        assert!(kept.get("second", &mine, later).is_some());
        assert!(kept.get("second", &mine, later + MAX_AGE).is_none());
    }

    #[test]
    fn memory_is_bounded_and_the_oldest_goes() {
        let (kept, now) = (WaitingUploads::default(), Instant::now());
        let names: Vec<String> = (0..=MAX_UPLOADS).map(|one| one.to_string()).collect();
        for name in &names {
            let owner = owner(name, "example.com");
            kept.insert(name.clone(), owner, upload(1), now);
        }
        let is_kept = |name: &String| kept.get(name, &owner(name, "example.com"), now).is_some();
        assert!(!is_kept(&names[0]));
        assert!(names[1..].iter().all(is_kept));
        let great = owner("great", "example.com");
        kept.insert("great".to_owned(), great.clone(), upload(MAX_BYTES), now);
        assert!(kept.get("great", &great, now).is_some());
        assert!(!names.iter().any(is_kept));
    }
}
