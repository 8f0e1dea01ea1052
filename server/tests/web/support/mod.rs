//! A panel to test, and browsers to visit it with.

mod browser;
mod ftp_session;
mod panel;
mod served;

pub(crate) use browser::{Answer, Browser, form};
pub(crate) use ftp_session::FtpSession;
pub(crate) use panel::{CUSTOMER_PASSWORD, FTP_PASSWORD, Panel};
pub(crate) use served::{HTTP1, HTTP2, Http2Client, Served, TlsClient, connect_from, text};

use app::api::ApiError;
use model::AppError;

/// The problem that a server function answered with.
pub(crate) fn problem(answer: &Answer) -> AppError {
    serde_json::from_str::<ApiError>(&answer.text)
        .unwrap_or_else(|error| unreachable!("{error} in {answer:?}"))
        .error
}

/// Whether a page says a sentence, whatever its characters look like in HTML.
pub(crate) fn says(page: &Answer, sentence: &str) -> bool {
    let text = page
        .text
        .replace("&#x27;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    text.contains(sentence)
}

/// A page's markup without the empty comments by which the scripts find their way in it: how many
/// there are depends on how the program was built.
pub(crate) fn markup(page: &Answer) -> String {
    page.text.replace("<!>", "")
}
