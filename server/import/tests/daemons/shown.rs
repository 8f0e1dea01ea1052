//! Records as text, to be compared with what a fixture is expected to hold.

use import::{SourceAccount, SourceFiles, SourcePassword, SourceRecord, read};
use model::{FtpAccountSettings, ImportFileError, ImportFormat};

/// What a file holds: a block of lines for each record.
pub(crate) fn shown(format: ImportFormat, main: &[u8]) -> Result<String, ImportFileError> {
    shown_with(format, main, None)
}

/// As [`shown`], with a `shadow`.
pub(crate) fn shown_with(
    format: ImportFormat,
    main: &[u8],
    shadow: Option<&[u8]>,
) -> Result<String, ImportFileError> {
    let source = read(format, SourceFiles { main, shadow })?;
    Ok(source.records.iter().map(record).collect())
}

fn record(record: &SourceRecord) -> String {
    let account = match &record.account {
        Ok(account) => self::account(account),
        Err(error) => format!("  {error:?}\n"),
    };
    format!("{} <{}>\n{account}", record.line, record.name)
}

fn account(account: &SourceAccount) -> String {
    let password = match &account.password {
        SourcePassword::None => "no password".to_owned(),
        SourcePassword::Hash(hash) => format!("hash {hash}"),
        SourcePassword::Plain(text) => format!("plain <{}>", text.as_str()),
    };
    let settings = account.settings.iter().map(|(field, text)| {
        let broken_rule = FtpAccountSettings::check(*field, text);
        assert_eq!(broken_rule, None, "{field:?} {text}");
        let text = if text.is_empty() { "no limit" } else { text };
        format!("  {} = {text}\n", FtpAccountSettings::key(*field))
    });
    let not_kept = account
        .not_kept
        .iter()
        .map(|not_kept| format!("  not kept: {} = {}\n", not_kept.setting, not_kept.value));
    let more: String = settings.chain(not_kept).collect();
    format!("  home <{}>\n  {password}\n{more}", account.home)
}
