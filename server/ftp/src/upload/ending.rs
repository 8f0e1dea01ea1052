//! How an upload ends: one decision, from what both of its connections said. One whose session
//! ends meanwhile is not complete.
//!
//! On an unencrypted data connection a client that was killed looks like one that has finished: its
//! system closes what it had open. Only the control connection tells them apart.

use std::time::Duration;

use crate::error::TransferError;

/// How long the control connection may take to tell that a client was killed or has sent `ABOR`,
/// before an existing file is replaced by an unencrypted upload.
///
/// The sockets of a process that is killed are closed within microseconds, but on a busy machine
/// its turn comes some milliseconds later for the second (up to 8 ms measured, with four threads
/// for each processor). A client that closes both connections in good order within this time, and
/// without `QUIT`, is taken for a killed one.
pub(crate) const GRACE: Duration = Duration::from_millis(20);

/// When a TLS data connection has to end with `close_notify` for an upload to be complete. Without
/// it, somebody on the way may have cut the upload off (RFC 8446, section 6.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CloseNotify {
    /// For every upload.
    Always,
    /// Where an existing file would be replaced. Some clients never send it.
    #[default]
    Replacing,
    /// Never, as in vsftpd: the control connection tells, as for unencrypted uploads.
    Never,
}

/// How the data connection of an upload ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataEnd {
    /// With TLS `close_notify`: the client says that this was all.
    Notified,
    /// By a plain FIN on an unencrypted connection.
    Closed,
    /// By a plain FIN under TLS.
    CutOff,
    /// It was reset, or failed otherwise.
    Broken,
    /// Nothing came for too long.
    Stalled,
    /// The server stopped receiving, because of `ABOR` or because the session ended.
    Stopped,
}

/// What the control connection has said by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ControlEnd {
    /// Nothing: it is open.
    Open,
    /// A command, after the data connection had ended: the client is alive.
    Alive,
    /// `QUIT`, whether or not it was closed afterwards.
    Quit,
    /// It was closed or reset without `QUIT`.
    Closed,
    /// `ABOR`.
    Aborted,
}

/// What an upload would do to the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Create a file, or write on in one that is resumed or appended to: what came is kept
    /// however it ends.
    Adds,
    /// Replace a file: by a complete one only.
    Replaces,
}

/// The decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The client has sent all.
    Complete,
    /// It has not, and this is the reply.
    Incomplete(TransferError),
    /// To be decided once the control connection has said more, at the latest after [`GRACE`].
    Undecided,
}

/// Decides how an upload ends. `waited`: [`GRACE`] has passed since the data connection ended.
pub(crate) fn decide(
    data: DataEnd,
    control: ControlEnd,
    effect: Effect,
    close_notify: CloseNotify,
    waited: bool,
) -> Ending {
    let is_notify_required = match close_notify {
        CloseNotify::Always => true,
        CloseNotify::Replacing => effect == Effect::Replaces,
        CloseNotify::Never => false,
    };
    match (control, data) {
        (ControlEnd::Aborted, _) | (_, DataEnd::Stopped) => {
            Ending::Incomplete(TransferError::Aborted)
        }
        (_, DataEnd::Broken) => Ending::Incomplete(TransferError::Broken),
        (_, DataEnd::Stalled) => Ending::Incomplete(TransferError::Stalled),
        (_, DataEnd::CutOff) if is_notify_required => Ending::Incomplete(TransferError::Truncated),
        (_, DataEnd::Notified) => Ending::Complete,
        (ControlEnd::Quit | ControlEnd::Alive, DataEnd::Closed | DataEnd::CutOff) => {
            Ending::Complete
        }
        // The older connection of a killed client is closed first.
        (ControlEnd::Closed, DataEnd::Closed | DataEnd::CutOff) => {
            Ending::Incomplete(TransferError::Broken)
        }
        (ControlEnd::Open, DataEnd::Closed | DataEnd::CutOff) => match effect {
            Effect::Replaces if !waited => Ending::Undecided,
            Effect::Replaces | Effect::Adds => Ending::Complete,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use CloseNotify::{Always, Never, Replacing};
    use ControlEnd::{Aborted, Alive, Open, Quit};
    use DataEnd::{Broken, Closed, CutOff, Notified, Stalled, Stopped};
    use Effect::{Adds, Replaces};

    const DATA: [DataEnd; 6] = [Notified, Closed, CutOff, Broken, Stalled, Stopped];
    const CONTROL: [ControlEnd; 5] = [Open, Alive, Quit, ControlEnd::Closed, Aborted];
    const SETTINGS: [CloseNotify; 3] = [Always, Replacing, Never];

    fn incomplete(error: TransferError) -> Ending {
        Ending::Incomplete(error)
    }

    #[test]
    fn what_the_client_took_back_is_never_complete() {
        for (data, effect, setting, waited) in all_but_control() {
            let ending = decide(data, Aborted, effect, setting, waited);
            assert_eq!(ending, incomplete(TransferError::Aborted));
        }
    }

    #[test]
    fn what_failed_on_the_way_is_never_complete() {
        for control in CONTROL {
            for data in [Broken, Stalled, Stopped] {
                for effect in [Adds, Replaces] {
                    let ending = decide(data, control, effect, Replacing, true);
                    assert!(
                        matches!(ending, Ending::Incomplete(_)),
                        "{data:?} {control:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_close_notify_is_proof_whatever_becomes_of_the_control_connection() {
        for control in [Open, Alive, Quit, ControlEnd::Closed] {
            for setting in SETTINGS {
                let ending = decide(Notified, control, Replaces, setting, false);
                assert_eq!(ending, Ending::Complete, "{control:?}");
            }
        }
    }

    #[test]
    fn a_killed_client_is_told_from_a_hasty_one_by_its_control_connection() {
        for effect in [Adds, Replaces] {
            let plain = |control, waited| decide(Closed, control, effect, Replacing, waited);
            for waited in [false, true] {
                assert_eq!(plain(Quit, waited), Ending::Complete);
                assert_eq!(plain(Alive, waited), Ending::Complete);
                let killed = plain(ControlEnd::Closed, waited);
                assert_eq!(killed, incomplete(TransferError::Broken));
            }
            assert_eq!(plain(Open, true), Ending::Complete);
        }
        let open = |effect| decide(Closed, Open, effect, Replacing, false);
        assert_eq!(open(Replaces), Ending::Undecided);
        assert_eq!(open(Adds), Ending::Complete);
    }

    #[test]
    fn a_missing_close_notify_is_what_the_setting_says() {
        let cut = incomplete(TransferError::Truncated);
        for (setting, effect, ending) in [
            (Always, Adds, cut),
            (Always, Replaces, cut),
            (Replacing, Adds, Ending::Complete),
            (Replacing, Replaces, cut),
            (Never, Adds, Ending::Complete),
            (Never, Replaces, Ending::Complete),
        ] {
            let decided = decide(CutOff, Quit, effect, setting, false);
            assert_eq!(decided, ending, "{setting:?} {effect:?}");
        }
    }

    #[test]
    fn nothing_is_undecided_once_it_was_waited() {
        for (data, effect, setting, _) in all_but_control() {
            for control in CONTROL {
                let ending = decide(data, control, effect, setting, true);
                assert_ne!(ending, Ending::Undecided, "{data:?} {control:?}");
            }
        }
    }

    fn all_but_control() -> impl Iterator<Item = (DataEnd, Effect, CloseNotify, bool)> {
        DATA.into_iter().flat_map(|data| {
            [Adds, Replaces].into_iter().flat_map(move |effect| {
                SETTINGS.into_iter().flat_map(move |setting| {
                    [false, true].map(|waited| (data, effect, setting, waited))
                })
            })
        })
    }
}
