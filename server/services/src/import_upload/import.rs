//! Importing what was submitted.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use model::{Actor, AppError, DomainName, ImportForm};

use super::view::request;
use super::waiting::{UploadOwner, UploadState};
use super::{ImportFiles, ImportUploads};
use crate::error::InternalError;
use crate::import::{ImportDone, Imports};
use crate::secret::SessionToken;

impl ImportUploads {
    /// Imports what is kept under a key, once; returns whether accounts were written, or are being
    /// written. It goes on if nobody waits for it any more. What is not kept any more imports nothing,
    /// which [`ImportUploads::view`] says.
    ///
    /// Who may: as for [`ImportUploads::begin`].
    ///
    /// # Errors
    /// As for [`Imports::import`](crate::Imports::import).
    pub async fn import(
        &self,
        actor: &Actor,
        session: &SessionToken,
        domain: &DomainName,
        key: &str,
    ) -> Result<bool, AppError> {
        let subscription = self.authorised(actor, domain).await?;
        let owner = UploadOwner {
            session: session.hash(),
            domain: subscription.domain,
        };
        let uploads = &self.context.import_uploads;
        let Some((form, files)) = uploads.start(key, &owner, Instant::now()) else {
            return Ok(true);
        };
        let (this, actor, key) = (self.clone(), actor.clone(), key.to_owned());
        let work = tokio::spawn(async move { this.run(&actor, &owner, &key, form, files).await });
        work.await.map_err(InternalError::from)?
    }

    async fn run(
        &self,
        actor: &Actor,
        owner: &UploadOwner,
        key: &str,
        form: ImportForm,
        files: Arc<ImportFiles>,
    ) -> Result<bool, AppError> {
        let imported = async {
            let request = request(&form, &files)?;
            let imports = Imports::new(Arc::clone(&self.context));
            imports.import(actor, &owner.domain, request).await
        };
        let (state, result) = match imported.await {
            Ok(ImportDone::Written { records, links, .. }) => {
                let links = Arc::new(Mutex::new(links));
                let shown = records.into();
                (UploadState::Done { shown, links }, Ok(true))
            }
            Ok(ImportDone::Nothing(preview)) => {
                let refused = Some(preview.into());
                (UploadState::Waiting { files, refused }, Ok(false))
            }
            Err(error) => {
                let refused = None;
                (UploadState::Waiting { files, refused }, Err(error))
            }
        };
        let uploads = &self.context.import_uploads;
        uploads.set(key, owner, state, Instant::now());
        result
    }
}
