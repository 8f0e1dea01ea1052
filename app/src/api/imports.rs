//! Importing the FTP accounts of other servers. The file itself comes by a plain form to a route of the
//! web server, since it is longer than any other form.

#![expect(
    missing_docs,
    reason = "a server function's arguments become fields without one"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::ApiError;
use model::{ImportLink, ImportUploadView};

#[cfg(feature = "ssr")]
use super::{
    connection::panel_url,
    path_params::existing_domain,
    request_context::{services, signed_in},
    respond::{answer, redirect},
};
#[cfg(feature = "ssr")]
use crate::routes;

/// What the page shows that imports FTP accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportScreen {
    /// The file that was chosen, if one was, and what becomes of it.
    pub upload: ImportUploadView,
    /// The one-time links that were made: shown this once.
    pub links: Vec<ImportLink>,
}

/// Reads what the page shows of the file that is kept under a key.
#[server(endpoint = "import_page", input = GetUrl)]
pub async fn import_page(domain: String, upload: Option<String>) -> Result<ImportScreen, ApiError> {
    let (signed_in, services) = (answer(signed_in())?, answer(services())?);
    let domain = answer(existing_domain(&domain))?;
    // Before the links are taken, which are there once.
    let panel = answer(panel_url())?;
    let shown = services.import_uploads.view(
        &signed_in.actor,
        &signed_in.token,
        &domain,
        upload.as_deref(),
    );
    let (upload, links) = answer(shown.await)?;
    let links = links.into_iter().map(|(name, token)| ImportLink {
        name,
        address: panel.one_time_link(token.expose()),
    });
    Ok(ImportScreen {
        upload,
        links: links.collect(),
    })
}

/// Imports the file that is kept under a key, and comes back to what became of it.
#[server(endpoint = "import_ftp_accounts")]
pub async fn import_ftp_accounts(domain: String, upload: String) -> Result<(), ApiError> {
    let (signed_in, services) = (answer(signed_in())?, answer(services())?);
    let domain = answer(existing_domain(&domain))?;
    let uploads = &services.import_uploads;
    let imported = uploads.import(&signed_in.actor, &signed_in.token, &domain, &upload);
    let is_written = answer(imported.await)?;
    let (domain, upload) = (domain.as_str(), upload.as_str());
    redirect(&match is_written {
        true => routes::import_done(domain, upload),
        false => routes::import_preview(domain, upload, Some(routes::ImportNotice::NotDone)),
    });
    Ok(())
}
