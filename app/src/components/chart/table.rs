//! A chart's numbers as a table.

use leptos::prelude::*;

use super::ChartDay;
use crate::components::use_texts;

/// The same numbers as the chart's, the latest day first.
#[component]
pub(super) fn ChartTable(
    /// What the chart shows.
    title: &'static str,
    /// What is above the line, and what below.
    series: [&'static str; 2],
    /// How a value is written.
    value: fn(u64) -> String,
    /// What the dates are.
    day: &'static str,
    /// The days, the oldest first.
    days: Vec<ChartDay>,
) -> impl IntoView {
    let texts = use_texts();
    let row = move |of: ChartDay| {
        view! {
            <tr>
                <th scope="row">
                    <time datetime=of.day.iso()>{(texts.overview.date)(of.day)}</time>
                </th>
                <td class="number">{value(of.above)}</td>
                <td class="number">{value(of.below)}</td>
            </tr>
        }
    };
    view! {
        <details class="chart-table">
            <summary>{texts.overview.as_table}</summary>
            <table class="list records">
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{day}</th>
                        {series
                            .map(|name| {
                                view! {
                                    <th scope="col" class="number">
                                        {name}
                                    </th>
                                }
                            })
                            .into_iter()
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>{days.into_iter().rev().map(row).collect_view()}</tbody>
            </table>
        </details>
    }
}
