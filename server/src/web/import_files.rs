//! Files of accounts, as the form of the page sends them that imports FTP accounts. They are kept until
//! that page imports them; the answer leads there.

use app::api::request_context::RequestContext;
use app::routes::{self, ImportNotice};
use axum::extract::multipart::{Field as Part, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::response::Redirect;
use axum::routing::post;
use axum::{Extension, Router};
use http::StatusCode;
use model::{AppError, DomainName, Field, ImportForm};
use services::{ImportFiles, ImportUploads, NewImportUpload, Services};
use zeroize::Zeroizing;

use super::body_limit::{drain, is_longer};
use super::error_response::ErrorResponse;

/// The longest name of a file that is kept, in characters.
const MAX_FILE_NAME: usize = 200;
/// The name of the part that holds the key of what is kept.
const UPLOAD: &str = "upload";
/// The name of the part that holds whether refused records are skipped.
const SKIP_REFUSED: &str = "skip_refused";

/// The address that the form sends its files to.
pub(super) fn route(services: Services) -> Router {
    Router::new()
        .route("/subscriptions/{domain}/import/files", post(receive))
        .layer(DefaultBodyLimit::max(ImportUploads::MAX_BYTES))
        .with_state(services)
}

/// Why what was sent is not kept.
enum ReceiveError {
    /// It is too large.
    TooLarge,
    /// It is no such form.
    Malformed,
}

impl From<MultipartError> for ReceiveError {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::Malformed,
        }
    }
}

/// Keeps what is sent, and leads to the page that shows what an import of it would do.
///
/// Who may: whoever may import FTP accounts into the subscription, which is looked at before anything of
/// the files is read.
async fn receive(
    State(services): State<Services>,
    Extension(context): Extension<RequestContext>,
    Path(domain): Path<String>,
    request: Request,
) -> Result<Redirect, ErrorResponse> {
    let signed_in = context.signed_in.ok_or(AppError::NotSignedIn)?;
    let domain = DomainName::parse(&domain).map_err(|_| AppError::NotFound)?;
    let uploads = &services.import_uploads;
    let _slot = uploads.begin(&signed_in.actor, &domain).await?;
    let refused = |notice| {
        Ok(Redirect::to(&routes::import_refused(
            domain.as_str(),
            notice,
        )))
    };
    if is_longer(request.headers(), ImportUploads::MAX_BYTES) {
        drain(request.into_body(), ImportUploads::MAX_BYTES).await;
        return refused(ImportNotice::TooLarge);
    }
    let new = match read(request).await {
        Ok(new) => new,
        Err(ReceiveError::TooLarge) => return refused(ImportNotice::TooLarge),
        Err(ReceiveError::Malformed) => return Err(AppError::Malformed.into()),
    };
    let kept = uploads.keep(&signed_in.actor, &signed_in.token, &domain, new);
    match kept.await? {
        Some(key) => Ok(Redirect::to(&routes::import_preview(
            domain.as_str(),
            &key,
            None,
        ))),
        None => refused(ImportNotice::NoFile),
    }
}

/// Reads the form.
async fn read(request: Request) -> Result<NewImportUpload, ReceiveError> {
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| ReceiveError::Malformed)?;
    let (mut form, mut former) = (ImportForm::default(), None);
    let (mut main, mut shadow) = (None, None);
    while let Some(part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == Field::ImportFile.key() {
            main = file(part).await?;
        } else if name == Field::ImportShadow.key() {
            shadow = file(part).await?.map(|(_, bytes)| bytes);
        } else if name == Field::ImportFormat.key() {
            form.format = text(part).await?;
        } else if name == Field::HomeMappings.key() {
            form.map = text(part).await?;
        } else if name == Field::Renames.key() {
            form.rename = text(part).await?;
        } else if name == SKIP_REFUSED {
            form.skip_refused = text(part).await?;
        } else if name == UPLOAD {
            former = Some(text(part).await?);
        }
    }
    let files = main.map(|(name, main)| ImportFiles { name, main, shadow });
    Ok(NewImportUpload {
        form,
        files,
        former,
    })
}

/// A file and its name; none if none was chosen.
async fn file(mut part: Part<'_>) -> Result<Option<(String, Zeroizing<Vec<u8>>)>, ReceiveError> {
    let name = part.file_name().unwrap_or_default();
    let name = name
        .chars()
        .filter(|character| !model::is_control(*character));
    let name: String = name.take(MAX_FILE_NAME).collect();
    let mut bytes = Zeroizing::new(Vec::new());
    while let Some(chunk) = part.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    let is_chosen = !name.is_empty() || !bytes.is_empty();
    Ok(is_chosen.then_some((name, bytes)))
}

/// A text of the form.
async fn text(mut part: Part<'_>) -> Result<String, ReceiveError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ImportForm::MAX_RULES_BYTES {
            return Err(ReceiveError::TooLarge);
        }
    }
    String::from_utf8(bytes).map_err(|_| ReceiveError::Malformed)
}
