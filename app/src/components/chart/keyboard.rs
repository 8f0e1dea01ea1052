//! What each key does in a chart.

/// Bars that Page Up and Page Down go at once.
const PAGE: usize = 7;

/// The day that a key leads to from another one, of so many; none if it is no key of the chart.
pub(super) fn day_after_key(key: &str, at: usize, days: usize) -> Option<usize> {
    let last = days.checked_sub(1)?;
    let to = match key {
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowRight" => at + 1,
        "PageUp" => at.saturating_sub(PAGE),
        "PageDown" => at + PAGE,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_days_that_there_are() {
        for (key, at, to) in [
            ("ArrowLeft", 5, Some(4)),
            ("ArrowLeft", 0, Some(0)),
            ("ArrowRight", 28, Some(29)),
            ("ArrowRight", 29, Some(29)),
            ("PageUp", 5, Some(0)),
            ("PageUp", 20, Some(13)),
            ("PageDown", 25, Some(29)),
            ("Home", 20, Some(0)),
            ("End", 0, Some(29)),
            ("Tab", 5, None),
            ("ArrowDown", 5, None),
        ] {
            assert_eq!(day_after_key(key, at, 30), to, "{key} {at}");
        }
        assert_eq!(day_after_key("Home", 0, 0), None);
    }
}
