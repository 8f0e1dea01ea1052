//! The rules of time zones: the server's database of them, or the browser's, so that neither is in
//! the WebAssembly.

#[cfg(feature = "ssr")]
use model::{CivilTime, LocalTime, TimeZone, UtcTime};

/// What a clock in a zone shows; in UTC if there is no such zone.
#[cfg(feature = "ssr")]
pub(super) fn civil_time_in(zone: &TimeZone, time: UtcTime) -> CivilTime {
    services::local_time::LocalClock::of(zone).to_civil(time)
}

/// The server has no zone of its own that would matter to anybody.
#[cfg(feature = "ssr")]
pub(super) fn own_zone() -> Option<TimeZone> {
    None
}

#[cfg(not(feature = "ssr"))]
pub(super) use browser::{civil_time_in, own_zone};

#[cfg(not(feature = "ssr"))]
mod browser {
    use std::cell::RefCell;

    use js_sys::{Array, Date, Function, Object, Reflect};
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use model::{CivilTime, TimeZone, UtcTime};

    thread_local! {
        /// A formatter is slow to make: that of the zone in use is kept.
        static FORMATTER: RefCell<Option<(TimeZone, Formatter)>> = const { RefCell::new(None) };
    }

    /// What a clock in a zone shows; in UTC if the browser knows no such zone.
    pub(in super::super) fn civil_time_in(zone: &TimeZone, time: UtcTime) -> CivilTime {
        if zone.is_utc() {
            return time.civil();
        }
        let civil = FORMATTER.with_borrow_mut(|kept| {
            if kept.as_ref().is_none_or(|(of, _)| of != zone) {
                *kept = Some((zone.clone(), Formatter::of(zone)?));
            }
            kept.as_ref()?.1.civil(time)
        });
        civil.unwrap_or_else(|| time.civil())
    }

    /// The browser's own zone.
    pub(in super::super) fn own_zone() -> Option<TimeZone> {
        let options = Formatter::new(&Object::new())?.0;
        let resolved = call(&options, "resolvedOptions", &Array::new())?;
        TimeZone::parse(&get(&resolved, "timeZone")?.as_string()?).ok()
    }

    /// An `Intl.DateTimeFormat` (ECMA-402).
    struct Formatter(JsValue);

    impl Formatter {
        /// None if the browser refuses the options. The constructor of `js_sys` would panic.
        fn new(options: &Object) -> Option<Self> {
            let intl = get(&js_sys::global(), "Intl")?;
            let constructor: Function = get(&intl, "DateTimeFormat")?.dyn_into().ok()?;
            let arguments = Array::of2(&JsValue::from_str("en-US"), options);
            Reflect::construct(&constructor, &arguments).ok().map(Self)
        }

        fn of(zone: &TimeZone) -> Option<Self> {
            let options = Object::new();
            for (key, value) in [
                ("timeZone", zone.as_str()),
                ("calendar", "gregory"),
                ("numberingSystem", "latn"),
                ("hourCycle", "h23"),
                ("year", "numeric"),
                ("month", "numeric"),
                ("day", "numeric"),
                ("hour", "numeric"),
                ("minute", "numeric"),
                ("second", "numeric"),
            ] {
                Reflect::set(&options, &key.into(), &value.into()).ok()?;
            }
            Self::new(&options)
        }

        fn civil(&self, time: UtcTime) -> Option<CivilTime> {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a date of JavaScript is such a number, exact for 285,000 years"
            )]
            let milliseconds = (time.0 * 1000) as f64;
            let date = Date::new(&JsValue::from_f64(milliseconds));
            let parts = call(&self.0, "formatToParts", &Array::of1(&date))?;
            let mut civil = time.civil();
            for part in Array::from(&parts).iter() {
                let text = |key| get(&part, key)?.as_string();
                let (kind, value) = (text("type")?, text("value")?);
                let small = || value.parse::<u8>().ok();
                match kind.as_str() {
                    "year" => civil.year = value.parse().ok()?,
                    "month" => civil.month = small()?,
                    "day" => civil.day = small()?,
                    "hour" => civil.hour = small()?,
                    "minute" => civil.minute = small()?,
                    "second" => civil.second = small()?,
                    _ => {}
                }
            }
            Some(civil)
        }
    }

    fn get(of: &JsValue, key: &str) -> Option<JsValue> {
        Reflect::get(of, &key.into()).ok()
    }

    fn call(of: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
        let method: Function = get(of, method)?.dyn_into().ok()?;
        method.apply(of, arguments).ok()
    }
}
