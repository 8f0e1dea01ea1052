//! Times as the clock of whoever looks at the page shows them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{CivilTime, LocalTime, TimeZone, UtcTime};

use super::use_texts;
use super::zone_rules::civil_time_in;
use crate::api::session::set_time_zone;

/// The clock of whoever looks at the page.
///
/// What it shows is reactive: when the person's time zone becomes known, every time on the page
/// changes.
#[derive(Clone, Copy)]
pub(crate) struct PageClock {
    zone: RwSignal<TimeZone>,
}

impl PageClock {
    /// Provides it to all pages, in the zone that the server knows of the person.
    pub(super) fn provide(zone: TimeZone) {
        provide_context(Self {
            zone: RwSignal::new(zone),
        });
    }

    /// The time zone that it is in.
    pub(crate) fn zone(self) -> TimeZone {
        self.zone.get()
    }

    /// A clock that stays in the zone that this one is in now: for a form, in which a time was
    /// written before the browser's zone became known.
    pub(crate) fn fixed(self) -> Self {
        Self {
            zone: RwSignal::new(self.zone.get_untracked()),
        }
    }

    /// A date and a time of day, to the minute, in the page's language.
    pub(crate) fn date_time(self, at: UtcTime) -> String {
        (use_texts().date_time)(self.to_civil(at))
    }
}

impl LocalTime for PageClock {
    /// As the server reads it ("compatible", RFC 5545): of two times that the clock shows alike it
    /// is the earlier one; one that the clock skips is read with the offset from before.
    fn to_utc(&self, civil: CivilTime) -> Option<UtcTime> {
        const DAY: i64 = 86_400;
        let as_utc = model::Utc.to_utc(civil)?;
        let with_offset_near = |shift: i64| {
            let near = UtcTime(as_utc.0.saturating_add(shift));
            let offset = model::Utc.to_utc(self.to_civil(near))?.0 - near.0;
            Some(UtcTime(as_utc.0 - offset))
        };
        let (before, after) = (with_offset_near(-DAY)?, with_offset_near(DAY)?);
        let shown = [before, after]
            .into_iter()
            .filter(|time| self.to_civil(*time) == civil);
        Some(shown.min().unwrap_or(before))
    }

    fn to_civil(&self, time: UtcTime) -> CivilTime {
        civil_time_in(&self.zone.read(), time)
    }
}

/// The clock of whoever looks at the page.
pub(crate) fn use_local_time() -> PageClock {
    use_context().unwrap_or_else(|| PageClock {
        zone: RwSignal::new(TimeZone::default()),
    })
}

/// A point in time, as the person's clock shows it.
#[component]
pub(crate) fn Time(
    /// When.
    at: UtcTime,
    /// Whether seconds matter.
    #[prop(optional)]
    seconds: bool,
) -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let text = move || {
        let civil = clock.to_civil(at);
        if seconds {
            (texts.date_time_seconds)(civil)
        } else {
            (texts.date_time)(civil)
        }
    };
    view! {
        <time datetime=at.rfc3339() title=move || clock.zone().to_string()>
            {text}
        </time>
    }
}

/// Tells the server in which zone the times of a form are; in a form beside its fields.
#[component]
pub(crate) fn TimeZoneField(
    /// The clock that the form is read with.
    clock: PageClock,
) -> impl IntoView {
    view! { <input type="hidden" name="time_zone" value=clock.zone.get_untracked().to_string() /> }
}

/// Says once for the page in which zone its times are, and asks the browser which one is right.
#[component]
pub(crate) fn ZoneNote() -> impl IntoView {
    let (texts, clock) = (use_texts(), use_local_time());
    let note = NodeRef::<leptos::html::Footer>::new();
    // This stands after everything else on the page: once it is alive, all of it is.
    Effect::new(move || {
        if note.get().is_some() {
            follow_browser(clock);
        }
    });
    view! {
        <footer class="zone-note" node_ref=note>
            {move || (texts.common.times_are_in)(clock.zone().as_str())}
        </footer>
    }
}

/// Shows times in the browser's own zone, and has the server remember it.
fn follow_browser(clock: PageClock) {
    let Some(own) = super::zone_rules::own_zone() else {
        return;
    };
    if clock.zone.get_untracked() == own {
        return;
    }
    let name = own.to_string();
    clock.zone.set(own);
    // Where that fails, the next page asks again.
    spawn_local(async move {
        let _ = set_time_zone(name).await;
    });
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn in_paris(test: impl FnOnce(PageClock)) {
        let owner = Owner::new();
        owner.set();
        let zone = TimeZone::parse("Europe/Paris").unwrap();
        PageClock::provide(zone);
        test(use_local_time());
    }

    #[test]
    fn a_clock_shows_and_reads_its_own_zone() {
        in_paris(|clock| {
            for (utc, shown) in [
                ("2026-01-15T12:00:00Z", "2026-01-15T13:00:00"),
                ("2026-07-15T22:30:05Z", "2026-07-16T00:30:05"),
            ] {
                let civil = CivilTime::parse(shown).unwrap();
                assert_eq!(clock.to_civil(UtcTime::parse(utc).unwrap()), civil);
                assert_eq!(clock.to_utc(civil), UtcTime::parse(utc));
            }
        });
    }

    #[test]
    fn a_skipped_time_is_shifted_and_a_repeated_one_the_earlier() {
        in_paris(|clock| {
            let read = |text| clock.to_utc(CivilTime::parse(text).unwrap());
            assert_eq!(
                read("2026-03-29T02:30:00"),
                UtcTime::parse("2026-03-29T01:30:00Z")
            );
            assert_eq!(
                read("2026-10-25T02:30:00"),
                UtcTime::parse("2026-10-25T00:30:00Z")
            );
        });
    }
}
