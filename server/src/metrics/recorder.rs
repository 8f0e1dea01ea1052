//! Where the metrics of all crates come together.

use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use thiserror::Error;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// Upper bounds of histograms, in seconds: from a statement that the cache of the database answers to
/// a request that waits as long as one may.
const BOUNDS: [f64; 13] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0,
];

/// The same for FTP transfers: from a small file to a backup over a slow line.
const TRANSFER_BOUNDS: [f64; 13] = [
    0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0,
];

/// How often what histograms were given is summed up: until then each value takes memory.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// The recorder of the process, once there is one.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Metrics cannot be recorded.
#[derive(Debug, Error)]
#[error("cannot record metrics: {0}. Start without BERTH_METRICS_ADDR")]
pub struct MetricsError(#[from] BuildError);

/// The metrics of this process. Clones share them.
#[derive(Clone, Debug)]
pub struct Metrics {
    recorder: PrometheusHandle,
    process: Collector,
}

impl Metrics {
    /// Has metrics be recorded from now on, if they are not yet, and describes all that there are.
    /// Without it, recording one does nothing.
    ///
    /// To be called before the database is opened and the FTP server listens.
    ///
    /// # Errors
    /// If the recorder cannot be made.
    pub fn install() -> Result<Self, MetricsError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets(&BOUNDS)?
            .set_buckets_for_metric(
                Matcher::Full(ftp::metrics::TRANSFER_DURATION.to_owned()),
                &TRANSFER_BOUNDS,
            )?
            .build_recorder();
        let recorder = RECORDER.get_or_init(|| {
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::error!("metrics are recorded elsewhere in this process");
            }
            handle
        });
        let process = Collector::default();
        super::describe();
        ftp::metrics::describe();
        services::metrics::describe();
        process.describe();
        Ok(Self {
            recorder: recorder.clone(),
            process,
        })
    }

    /// All metrics in Prometheus's text format. Reads files of `/proc`.
    pub fn render(&self) -> String {
        self.process.collect();
        self.recorder.render()
    }

    /// Keeps what is recorded small where nobody asks for it, until `stop`.
    pub async fn sum_up_until(self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(UPKEEP_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            self.recorder.run_upkeep();
        }
    }
}
