//! What the service manager is told (`sd_notify(3)`): systemd, or whatever sets `NOTIFY_SOCKET`.
//! Without one nothing is told.

use std::time::Duration;

use sd_notify::NotifyState;

/// What the program may need besides, at its end, for what was done to be written.
const WRITING_TIME: Duration = Duration::from_secs(30);

/// Everything listens. `status` says what.
pub(crate) fn ready(status: &str) {
    notify(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// The settings are being read again; [`ready`] is to follow (`Type=notify-reload`).
pub(crate) fn reloading() {
    let mut states = vec![NotifyState::Reloading];
    states.extend(NotifyState::monotonic_usec_now());
    notify(&states);
}

/// The program ends within `timeout`, and what it needs to write besides.
pub(crate) fn stopping(timeout: Duration) {
    let within = (timeout + WRITING_TIME).as_micros();
    notify(&[
        NotifyState::Stopping,
        NotifyState::ExtendTimeoutUsec(u32::try_from(within).unwrap_or(u32::MAX)),
        NotifyState::Status("Ending: transfers that are under way may end"),
    ]);
}

/// Says twice in the time that the service manager waits that the program goes on, for ever. Without
/// a watchdog (`WatchdogSec=`) it does nothing.
pub(crate) async fn keep_watchdog() {
    let Some(interval) = sd_notify::watchdog_enabled() else {
        return;
    };
    let half = (interval / 2).max(Duration::from_millis(1));
    let mut ticks = tokio::time::interval(half);
    loop {
        ticks.tick().await;
        notify(&[NotifyState::Watchdog]);
    }
}

fn notify(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "the service manager was not told");
    }
}
