//! What the documentation and the dashboard say of the metrics, beside what there is.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_process::Collector;

use super::*;

const DOCUMENTATION: &str = include_str!("../../../docs/metrics.md");
const DASHBOARD: &str = include_str!("../../../docs/grafana-dashboard.json");

/// Each metric with its type, as Prometheus reads them before anything has happened.
fn rendered() -> BTreeMap<String, String> {
    let recorder = PrometheusBuilder::new()
        .set_buckets(&[1.0])
        .unwrap()
        .build_recorder();
    metrics::with_local_recorder(&recorder, || {
        describe();
        ftp::metrics::describe();
        services::metrics::describe();
        let process = Collector::default();
        process.describe();
        process.collect();
    });
    let text = recorder.handle().render();
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let types: BTreeMap<String, String> = types
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, kind)| (name.to_owned(), kind.to_owned()))
        .collect();
    for name in types.keys() {
        assert!(text.contains(&format!("# HELP {name} ")), "{name}");
    }
    types
}

/// The words of a text that may be a metric's name.
fn names_in(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("berth_") || word.starts_with("process_"))
        .collect()
}

#[test]
fn the_documentation_lists_each_metric_with_its_type() {
    let rows = DOCUMENTATION.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells.first()?.strip_prefix('`')?.strip_suffix('`')?;
        Some((name.to_owned(), cells.get(1)?.to_string()))
    });
    assert_eq!(rows.collect::<BTreeMap<_, _>>(), rendered());
}

#[test]
fn the_dashboard_shows_each_metric_and_no_other() {
    let dashboard: serde_json::Value = serde_json::from_str(DASHBOARD).unwrap();
    let mut shown = BTreeSet::new();
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().into_iter().flatten() {
            shown.extend(names_in(target["expr"].as_str().unwrap()));
        }
    }
    let series: BTreeSet<&str> = shown
        .into_iter()
        .map(|name| {
            let histogram = name.strip_suffix("_bucket");
            let histogram = histogram.or_else(|| name.strip_suffix("_sum"));
            histogram
                .or_else(|| name.strip_suffix("_count"))
                .unwrap_or(name)
        })
        .collect();
    let all = rendered();
    assert_eq!(series, all.keys().map(String::as_str).collect());
}

#[test]
fn names_are_as_prometheus_has_them() {
    for (name, kind) in rendered() {
        let is_counter = kind == "counter";
        assert_eq!(name.ends_with("_total"), is_counter, "{name} is a {kind}");
        let is_histogram = kind == "histogram";
        assert!(!is_histogram || name.ends_with("_seconds"), "{name}");
    }
}
