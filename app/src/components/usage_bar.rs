//! What a home directory holds beside what it may hold.

use leptos::prelude::*;
use model::FtpUsage;

use super::use_texts;

/// What a home directory holds, in words; as a bar too where there is a limit.
#[component]
pub(crate) fn UsageBar(
    /// What it holds.
    usage: FtpUsage,
    /// Bytes that it may hold; none for no limit.
    quota_bytes: Option<u64>,
    /// Files and folders that it may hold; none for no limit.
    quota_files: Option<u64>,
) -> impl IntoView {
    let texts = use_texts();
    let words = texts.usage(usage, quota_bytes, quota_files);
    let percent = fullness(usage, quota_bytes, quota_files);
    // The words say the same, and more: the bar is for the eye alone.
    let bar = percent.map(|percent| {
        view! {
            <meter aria-hidden="true" min="0" max="100" low="80" high="95" optimum="0" value=percent></meter>
        }
    });
    view! {
        <span class="usage-bar">
            {bar}
            <span>{words}</span>
        </span>
    }
}

/// How full a home directory is, in percent of the limit that it is nearest to; none without one.
fn fullness(usage: FtpUsage, quota_bytes: Option<u64>, quota_files: Option<u64>) -> Option<u8> {
    let percent = |used: u64, quota: u64| {
        let percent = u128::from(used) * 100 / u128::from(quota.max(1));
        u8::try_from(percent.min(100)).unwrap_or(100)
    };
    let bytes = quota_bytes.map(|quota| percent(usage.bytes, quota));
    let files = quota_files.map(|quota| percent(usage.files, quota));
    bytes.max(files)
}

#[cfg(test)]
mod tests {
    use model::FtpUsage;

    use super::fullness;

    #[test]
    fn the_nearest_limit_counts() {
        let usage = FtpUsage {
            bytes: 500,
            files: 9,
            ..FtpUsage::default()
        };
        assert_eq!(fullness(usage, None, None), None);
        assert_eq!(fullness(usage, Some(1_000), None), Some(50));
        assert_eq!(fullness(usage, Some(1_000), Some(10)), Some(90));
        assert_eq!(fullness(usage, Some(100), Some(0)), Some(100));
        assert_eq!(fullness(usage, Some(u64::MAX), None), Some(0));
    }
}
