//! Keeping what was submitted.

use std::sync::Arc;
use std::time::Instant;

use model::{Actor, AppError, DomainName};

use super::waiting::{Upload, UploadOwner, UploadState};
use super::{ImportUploads, NewImportUpload};
use crate::random;
use crate::secret::SessionToken;

impl ImportUploads {
    /// Keeps what was submitted for a quarter of an hour, in the place of what the same session
    /// submitted before; returns the key by which this session alone finds it. None if there is no
    /// file, neither a new one nor one that is kept.
    ///
    /// Who may: as for [`ImportUploads::begin`].
    ///
    /// # Errors
    /// [`AppError::NotPermitted`]; [`AppError::NotFound`] if there is no such subscription, or for
    /// another's.
    pub async fn keep(
        &self,
        actor: &Actor,
        session: &SessionToken,
        domain: &DomainName,
        new: NewImportUpload,
    ) -> Result<Option<String>, AppError> {
        let subscription = self.authorised(actor, domain).await?;
        let owner = UploadOwner {
            session: session.hash(),
            domain: subscription.domain,
        };
        let (uploads, now) = (&self.context.import_uploads, Instant::now());
        let files = match (new.files, new.former) {
            (Some(files), _) => Some(Arc::new(files)),
            (None, Some(former)) => match uploads.get(&former, &owner, now) {
                Some(Upload {
                    state: UploadState::Waiting { files, .. },
                    ..
                }) => Some(files),
                _ => None,
            },
            (None, None) => None,
        };
        let Some(files) = files else {
            return Ok(None);
        };
        let key = random::token()?;
        let upload = Upload {
            form: new.form,
            file_name: files.name.clone(),
            state: UploadState::Waiting {
                files,
                refused: None,
            },
        };
        uploads.insert(key.clone(), owner, upload, now);
        Ok(Some(key))
    }
}
