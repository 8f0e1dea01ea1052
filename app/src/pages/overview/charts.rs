//! What was done day by day, drawn.

use leptos::prelude::*;

use crate::components::{ChartDay, DayChart, use_texts};
use model::{ActivitySums, OverviewPeriod, UtcDay};

/// The charts of a period.
#[component]
pub(super) fn Charts(
    /// The period.
    period: OverviewPeriod,
    /// Its first day.
    first_day: UtcDay,
    /// What was done in each of its steps, one after another.
    steps: Vec<ActivitySums>,
) -> impl IntoView {
    let texts = use_texts();
    let overview = &texts.overview;
    let chart = |above: fn(&ActivitySums) -> u64,
                 below: fn(&ActivitySums) -> u64,
                 text: fn(&str, &ActivitySums) -> String| {
        let mut next = first_day;
        let days = steps.iter().map(|sums| {
            let day = next;
            next = day.plus(period.step().into());
            ChartDay {
                day,
                above: above(sums),
                below: below(sums),
                text: text(&(overview.step)(period, day), sums),
            }
        });
        days.collect::<Vec<_>>()
    };
    let bytes = chart(
        |sums| sums.upload_bytes,
        |sums| sums.download_bytes,
        overview.bytes_in,
    );
    let files = chart(
        |sums| sums.uploads,
        |sums| sums.downloads,
        overview.files_in,
    );
    let sign_ins = chart(
        |sums| sums.sign_ins,
        |sums| sums.refusals,
        overview.sign_ins_in,
    );
    let day = (overview.day)(period);
    let keyboard = (overview.keyboard)(period);
    let moved = [overview.uploaded, overview.downloaded];
    view! {
        <DayChart
            id="bytes"
            title=(overview.bytes_chart)(period)
            series=moved
            value=texts.size
            day
            keyboard
            days=bytes
        />
        <DayChart
            id="files"
            title=(overview.files_chart)(period)
            series=moved
            value=texts.number
            day
            keyboard
            days=files
        />
        <DayChart
            id="sign-ins"
            title=(overview.sign_ins_chart)(period)
            series=[overview.sign_ins, overview.refusals]
            value=texts.number
            day
            keyboard
            days=sign_ins
        />
    }
}
