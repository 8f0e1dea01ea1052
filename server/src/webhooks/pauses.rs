//! When something is tried again that was not taken.

use std::time::Duration;

/// How long something is tried, from when it was queued.
pub(super) const TRIED_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// The longest pause. It bounds how long after its return a receiver waits.
const MAX_PAUSE: Duration = Duration::from_secs(60 * 60);
/// The pauses after the first attempts that failed, in seconds.
const FIRST_PAUSES: [u64; 5] = [5, 30, 2 * 60, 10 * 60, 30 * 60];

/// How long to wait after so many attempts that failed: longer each time, and not as long as others
/// do. `random` is the part, of 256, by which it is longer or shorter, up to a fifth.
pub(super) fn pause_after(attempts: u32, random: u8) -> Duration {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let pause = FIRST_PAUSES
        .get(index)
        .map_or(MAX_PAUSE, |seconds| Duration::from_secs(*seconds));
    let least = pause - pause / 5;
    least + (pause / 5) * 2 * u32::from(random) / 256
}

/// How long to wait if the receiver says so itself (`Retry-After`, in seconds), within bounds.
pub(super) fn asked_pause(pause: Duration, retry_after: Option<&str>) -> Duration {
    let asked = retry_after.and_then(|text| text.trim().parse().ok());
    let asked = asked.map_or(Duration::ZERO, Duration::from_secs);
    pause.max(asked.min(MAX_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_differ() {
        let seconds = |attempts, random| pause_after(attempts, random).as_secs();
        let middle: Vec<u64> = (1..8).map(|attempts| seconds(attempts, 128)).collect();
        assert_eq!(middle, [5, 30, 120, 600, 1800, 3600, 3600]);
        assert_eq!((seconds(6, 0), seconds(u32::MAX, 0)), (2880, 2880));
        assert!((4300..=4320).contains(&seconds(6, 255)));
    }

    #[test]
    fn a_receiver_may_ask_for_more_time_but_not_for_ever() {
        let pause = Duration::from_secs(5);
        let asked = |text| asked_pause(pause, text).as_secs();
        assert_eq!(asked(None), 5);
        assert_eq!(asked(Some("120")), 120);
        assert_eq!(asked(Some("1")), 5);
        assert_eq!(asked(Some("999999")), 3600);
        assert_eq!(asked(Some("Wed, 21 Oct 2015 07:28:00 GMT")), 5);
    }
}
