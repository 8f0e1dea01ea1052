//! Charts of bars, one for each day or week: drawn, walked through by keyboard, and told as a table.

mod keyboard;
mod scale;
mod table;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::svg::Rect;
use model::UtcDay;

use self::keyboard::day_after_key;
use self::scale::{HALF, Scale};
use self::table::ChartTable;
use super::use_texts;

/// How wide a day is in units of the drawing, with the gap to the next one.
const DAY: usize = 10;
/// How wide its bars are.
const BAR: usize = 8;

/// A day of a chart, or several days that are one sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChartDay {
    /// Which day, or the first of them.
    pub(crate) day: UtcDay,
    /// What is drawn above the line.
    pub(crate) above: u64,
    /// What is drawn below it.
    pub(crate) below: u64,
    /// The day and its numbers in words.
    pub(crate) text: String,
}

/// A chart of two series of bars, one of which goes up from a line and one down, so that nobody has
/// to tell them by their colours.
///
/// Each day is one thing to whoever does not see the bars: its text is read when the arrow keys lead
/// there, shown where the pointer is, and a table has all of them. The drawing is stretched to the
/// page's width; words and numbers stand beside it, so that they are not.
#[component]
pub(crate) fn DayChart(
    /// Names the chart in the document.
    id: &'static str,
    /// What it shows.
    title: &'static str,
    /// What is above the line, and what below.
    series: [&'static str; 2],
    /// How a value is written.
    value: fn(u64) -> String,
    /// What the table's dates are.
    day: &'static str,
    /// How one walks through the days.
    keyboard: &'static str,
    /// The days, the oldest first, one after another.
    days: Vec<ChartDay>,
) -> impl IntoView {
    let texts = use_texts();
    let greatest = days.iter().map(|day| day.above.max(day.below)).max();
    let scale = Scale::up_to(greatest.unwrap_or(0));
    let [top, half, line] = scale.ticks().map(value);
    let [above, below] = series;
    let dates = [0, days.len() / 2, days.len().saturating_sub(1)];
    let dates = dates.map(|at| days.get(at).map(|day| (texts.overview.short_date)(day.day)));
    view! {
        <figure class="chart">
            <figcaption>
                <h2 id=id>{title}</h2>
                <p class="chart-legend">
                    <span class="chart-key chart-key-above">{format!("▲ {above}")}</span>
                    " "
                    <span class="chart-key chart-key-below">{format!("▼ {below}")}</span>
                </p>
            </figcaption>
            <div class="chart-plot">
                <div class="chart-values" aria-hidden="true">
                    <span>{top.clone()}</span>
                    <span>{half.clone()}</span>
                    <span>{line}</span>
                    <span>{half}</span>
                    <span>{top}</span>
                </div>
                <Bars id keyboard scale days=days.clone() />
                <div class="chart-dates" aria-hidden="true">
                    {dates.map(|date| view! { <span>{date}</span> }).into_iter().collect_view()}
                </div>
            </div>
            <ChartTable title series value day days />
        </figure>
    }
}

/// The bars, and for each day what one points at or goes to by keyboard; then the day in words.
#[component]
fn Bars(
    id: &'static str,
    keyboard: &'static str,
    scale: Scale,
    days: Vec<ChartDay>,
) -> impl IntoView {
    let (count, width) = (days.len(), days.len() * DAY);
    let above = outline(days.iter().map(|day| scale.height(day.above)), true);
    let below = outline(days.iter().map(|day| scale.height(day.below)), false);
    // Of all days, the tab key leads to this one: at first today.
    let current = RwSignal::new(count.saturating_sub(1));
    let shown = RwSignal::new(None);
    let words: StoredValue<Vec<String>> =
        StoredValue::new(days.into_iter().map(|day| day.text).collect());
    let text = move |at: usize| words.with_value(|words| words.get(at).cloned());
    let places: Vec<NodeRef<Rect>> = (0..count).map(|_| NodeRef::new()).collect();
    let place = |(at, node): (usize, NodeRef<Rect>)| {
        view! {
            <rect
                node_ref=node
                class="chart-day"
                role="img"
                x=at * DAY
                y="0"
                width=DAY
                height=2 * HALF
                tabindex=move || if current.get() == at { "0" } else { "-1" }
                on:focus=move |_| {
                    current.set(at);
                    shown.set(Some(at));
                }
                on:pointerenter=move |_| shown.set(Some(at))
            >
                <title>{text(at).unwrap_or_default()}</title>
            </rect>
        }
    };
    let drawn = places.iter().copied().enumerate().map(place).collect_view();
    let press = move |event: KeyboardEvent| {
        let is_other = event.ctrl_key() || event.alt_key() || event.meta_key();
        let to = day_after_key(&event.key(), current.get_untracked(), count);
        if let Some(to) = to.filter(|_| !is_other) {
            // Else the page would scroll.
            event.prevent_default();
            if let Some(day) = places.get(to).and_then(|node| node.get_untracked()) {
                let _ = day.focus();
            }
        }
    };
    view! {
        <svg
            class="chart-bars"
            viewBox=format!("0 0 {width} {}", 2 * HALF)
            preserveAspectRatio="none"
            role="group"
            aria-labelledby=id
            on:keydown=press
        >
            <path class="chart-grid" d=format!("M0 {}H{width}M0 {}H{width}", HALF / 2, HALF + HALF / 2) />
            <path class="chart-above" d=above />
            <path class="chart-below" d=below />
            <path class="chart-line" d=format!("M0 {HALF}H{width}") />
            {drawn}
        </svg>
        <p class="chart-text needs-script">
            {move || shown.get().and_then(text).unwrap_or_else(|| keyboard.to_owned())}
        </p>
    }
}

/// The outline of bars of these heights, one for each day, up or down from the line.
fn outline(heights: impl Iterator<Item = u64>, up: bool) -> String {
    let (out, back) = if up { ("-", "") } else { ("", "-") };
    let bars = heights.enumerate().filter(|(_, height)| *height > 0);
    bars.map(|(at, height)| {
        let x = at * DAY + (DAY - BAR) / 2;
        format!("M{x} {HALF}v{out}{height}h{BAR}v{back}{height}z")
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn bars_go_up_and_down_from_the_line() {
        let heights = || [0, 5, 200].into_iter();
        assert_eq!(
            outline(heights(), true),
            "M11 200v-5h8v5zM21 200v-200h8v200z"
        );
        assert_eq!(
            outline(heights(), false),
            "M11 200v5h8v-5zM21 200v200h8v-200z"
        );
    }
}
