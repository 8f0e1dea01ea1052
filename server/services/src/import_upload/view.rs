//! Showing what was submitted, and what would become of it or did.

use std::sync::{Arc, PoisonError};
use std::time::Instant;

use model::{
    AccountName, Actor, AppError, DomainName, ImportForm, ImportStage, ImportUploadView,
    LinkValidity,
};

use super::waiting::{Upload, UploadOwner, UploadState};
use super::{ImportFiles, ImportUploads};
use crate::import::{ImportRequest, Imports};
use crate::secret::{OneTimeToken, SessionToken};

impl ImportUploads {
    /// Shows what is kept under a key, and what an import of it would do, or did; the one-time links
    /// that it made are shown this once.
    ///
    /// Who may: as for [`ImportUploads::begin`].
    ///
    /// # Errors
    /// As for [`Imports::preview`](crate::Imports::preview), but what is wrong with the file or the
    /// rules is shown.
    pub async fn view(
        &self,
        actor: &Actor,
        session: &SessionToken,
        domain: &DomainName,
        key: Option<&str>,
    ) -> Result<(ImportUploadView, Vec<(AccountName, OneTimeToken)>), AppError> {
        let subscription = self.authorised(actor, domain).await?;
        let nothing = |stage| ImportUploadView {
            form: ImportForm::default(),
            file_name: None,
            stage,
        };
        let Some(key) = key else {
            return Ok((nothing(ImportStage::Empty), Vec::new()));
        };
        let owner = UploadOwner {
            session: session.hash(),
            domain: subscription.domain,
        };
        let uploads = &self.context.import_uploads;
        let Some(upload) = uploads.get(key, &owner, Instant::now()) else {
            return Ok((nothing(ImportStage::Gone), Vec::new()));
        };
        let Upload {
            form,
            file_name,
            state,
        } = upload;
        let (mut kept_name, mut new_links) = (None, Vec::new());
        let stage = match state {
            UploadState::Waiting { files, refused } => {
                kept_name = Some(file_name);
                match refused {
                    Some(shown) => ImportStage::Preview(shown),
                    None => self.preview(actor, domain, &form, &files).await?,
                }
            }
            UploadState::Underway => ImportStage::Underway,
            UploadState::Done { shown, links } => {
                let mut links = links.lock().unwrap_or_else(PoisonError::into_inner);
                let links = std::mem::take(&mut *links);
                new_links.extend(links.into_iter().map(|link| (link.name, link.token)));
                ImportStage::Done(shown)
            }
        };
        let view = ImportUploadView {
            form,
            file_name: kept_name,
            stage,
        };
        Ok((view, new_links))
    }

    async fn preview(
        &self,
        actor: &Actor,
        domain: &DomainName,
        form: &ImportForm,
        files: &ImportFiles,
    ) -> Result<ImportStage, AppError> {
        let previewed = async {
            let request = request(form, files)?;
            let imports = Imports::new(Arc::clone(&self.context));
            imports.preview(actor, domain, request).await
        };
        match previewed.await {
            Ok(preview) => Ok(ImportStage::Preview(preview.into())),
            Err(error @ (AppError::ImportFile(_) | AppError::Invalid(_))) => {
                Ok(ImportStage::Refused(error))
            }
            Err(error) => Err(error),
        }
    }
}

/// What is to be imported.
///
/// # Errors
/// [`AppError::Invalid`].
pub(super) fn request(form: &ImportForm, files: &ImportFiles) -> Result<ImportRequest, AppError> {
    let rules = form.parse()?;
    Ok(ImportRequest {
        format: rules.format,
        main: files.main.clone(),
        shadow: files.shadow.clone().filter(|_| rules.format.has_shadow()),
        homes: rules.homes,
        renames: rules.renames,
        skip_refused: rules.skip_refused,
        link_validity: LinkValidity::default(),
    })
}
