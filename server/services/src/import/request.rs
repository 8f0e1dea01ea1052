//! What is imported, and what came of it.

use model::{
    AccountName, HomeMapping, ImportFormat, ImportPreview, LinkValidity, Operation, Rename,
};
use zeroize::Zeroizing;

use crate::secret::OneTimeToken;

/// What is to be imported into a subscription, and how.
#[derive(Clone)]
pub struct ImportRequest {
    /// In what the file is written.
    pub format: ImportFormat,
    /// The file of the accounts.
    pub main: Zeroizing<Vec<u8>>,
    /// The `shadow` of a `passwd`; none for every other format.
    pub shadow: Option<Zeroizing<Vec<u8>>>,
    /// Which folders of the other server become which of the webspace. Without any, a home below the
    /// webspace root stays where it is, and every other absolute one is refused.
    pub homes: Vec<HomeMapping>,
    /// The accounts that get another name.
    pub renames: Vec<Rename>,
    /// Whether the others are taken if some are refused; else none is.
    pub skip_refused: bool,
    /// For how long the links work of those whose password cannot be kept.
    pub link_validity: LinkValidity,
}

/// What came of an import.
#[derive(Debug)]
pub enum ImportDone {
    /// Nothing was written: records are refused and none is to be skipped, or all is so already.
    Nothing(ImportPreview),
    /// Accounts were added or changed.
    Written {
        /// What became of each record.
        records: ImportPreview,
        /// The links of those whose password could not be kept: told here and never again.
        links: Vec<ImportedLink>,
        /// Under what the audit log has it.
        operation: Operation,
    },
}

/// The link by which the recipient of an imported account sets its password.
#[derive(Debug)]
pub struct ImportedLink {
    /// The account.
    pub name: AccountName,
    /// The link's secret.
    pub token: OneTimeToken,
}
