//! What the screens that only the server draws say: not in the WebAssembly.

mod en;
mod fr;

use crate::model::{FtpActivityGroup, FtpDeed, FtpRefusal, FtpTransferred, Locale};

/// All that those screens say in one language, beside [`Texts`](super::Texts).
#[expect(
    missing_docs,
    reason = "each text is shown by its own value, in each language"
)]
pub struct ServerTexts {
    // « Activité FTP ».
    pub ftp_activity_of: fn(&str) -> String,
    pub ftp_activity_intro: &'static str,
    pub ftp_activity_count: fn(u64) -> String,
    pub no_ftp_activity: &'static str,
    pub kind_of_activity: &'static str,
    pub every_kind: &'static str,
    pub activity_group: fn(FtpActivityGroup) -> &'static str,
    pub filter: &'static str,
    pub date: &'static str,
    pub deed: fn(&FtpDeed) -> &'static str,
    pub refusal: fn(FtpRefusal) -> &'static str,
    pub transferred: fn(&FtpTransferred) -> String,

    // The list of FTP accounts as CSV.
    pub used_bytes: &'static str,
    pub quota_bytes: &'static str,
}

/// What those screens say in a language.
pub fn server_texts(locale: Locale) -> &'static ServerTexts {
    match locale {
        Locale::En => &en::TEXTS,
        Locale::Fr => &fr::TEXTS,
    }
}
