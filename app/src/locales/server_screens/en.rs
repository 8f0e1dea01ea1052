//! English.

use super::super::duration;
use super::super::en::{number, size};
use super::ServerTexts;
use crate::model::{FtpActivityGroup, FtpActivityList, FtpDeed, FtpRefusal};

/// All that the screens that only the server draws say in English.
pub(super) static TEXTS: ServerTexts = ServerTexts {
    ftp_activity_of: |domain| format!("FTP Activity – {domain}"),
    ftp_activity_intro: "What was done over FTP, the latest first.",
    ftp_activity_count: |count| match count {
        1 => "1 entry".into(),
        FtpActivityList::MAX_ROWS => format!("The latest {} entries", number(count)),
        count => format!("{} entries", number(count)),
    },
    no_ftp_activity: "There is nothing here yet. What is done over FTP shows a second later.",
    kind_of_activity: "Kind of activity",
    every_kind: "Every kind",
    activity_group: |group| match group {
        FtpActivityGroup::SignIns => "Sign-ins",
        FtpActivityGroup::Refusals => "Refused sign-ins",
        FtpActivityGroup::Uploads => "Uploads",
        FtpActivityGroup::Downloads => "Downloads",
        FtpActivityGroup::Changes => "Removals, renames, folders",
    },
    filter: "Filter",
    date: "Date",
    deed: |deed| match deed {
        FtpDeed::SignedIn => "Sign-in",
        FtpDeed::SignInRefused(_) => "Refused sign-in",
        FtpDeed::Uploaded(_) => "Upload",
        FtpDeed::Downloaded(_) => "Download",
        FtpDeed::FileRemoved(_) => "File removed",
        FtpDeed::FolderMade(_) => "Folder made",
        FtpDeed::FolderRemoved(_) => "Folder removed",
        FtpDeed::Renamed { .. } => "Rename",
    },
    refusal: |refusal| match refusal {
        FtpRefusal::WrongPassword => "Wrong password",
        FtpRefusal::Throttled => "Too many failed attempts shortly before",
        FtpRefusal::HomeUnavailable => "Home directory not found",
        FtpRefusal::Disabled => "Account disabled",
        FtpRefusal::Expired => "Account expired",
        FtpRefusal::AddressNotAllowed => "Address not allowed",
        FtpRefusal::TlsRequired => "Not encrypted (TLS)",
    },
    transferred: |transfer| {
        let end = if transfer.complete {
            ""
        } else {
            ", broken off"
        };
        format!(
            "{} in {}{end}",
            size(transfer.bytes),
            duration(transfer.took_ms, '.')
        )
    },

    used_bytes: "Used (bytes)",
    quota_bytes: "Quota (bytes)",
};
