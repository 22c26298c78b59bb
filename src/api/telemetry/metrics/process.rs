//! What the process takes of its machine, asked for when somebody looks. Where the system does not tell, a figure is
//! left out.

use std::fs;
use std::time::Instant;

use opentelemetry::KeyValue;
use opentelemetry::metrics::Meter;
use rustix::time::{ClockId, clock_gettime};

/// Registers the figures. Uptime counts from now.
pub(super) fn register(meter: &Meter) {
    gauge(meter, "arbitre_process_resident_memory_bytes", "Resident memory.", "By", || {
        status("VmRSS:").map(|kibibytes| kibibytes * 1024)
    });
    gauge(meter, "arbitre_process_threads", "Threads of the process.", "1", || status("Threads:"));
    gauge(meter, "arbitre_process_open_files", "Open files, connections included.", "1", open_files);
    let cpu = meter.f64_observable_counter("arbitre_process_cpu_seconds_total");
    cpu.with_description("Processor time used.")
        .with_unit("s")
        .with_callback(|to| to.observe(cpu_seconds(), &[]))
        .build();
    let began = Instant::now();
    let uptime = meter.f64_observable_gauge("arbitre_uptime_seconds").with_unit("s");
    let uptime = uptime.with_description("Time since the service began.");
    uptime.with_callback(move |to| to.observe(began.elapsed().as_secs_f64(), &[])).build();
    let build = meter.u64_observable_gauge("arbitre_build_info").with_description("Always 1; what is running.");
    build.with_callback(|to| to.observe(1, &[KeyValue::new("version", env!("CARGO_PKG_VERSION"))])).build();
}

fn gauge(meter: &Meter, name: &'static str, what: &'static str, unit: &'static str, read: fn() -> Option<u64>) {
    let gauge = meter.u64_observable_gauge(name).with_description(what).with_unit(unit);
    gauge
        .with_callback(move |to| {
            if let Some(figure) = read() {
                to.observe(figure, &[])
            }
        })
        .build();
}

fn cpu_seconds() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

fn open_files() -> Option<u64> {
    // The folder's own handle is open while it is being read.
    let open = fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1);
    u64::try_from(open).ok()
}

fn status(key: &str) -> Option<u64> {
    figure(&fs::read_to_string("/proc/self/status").ok()?, key)
}

/// `VmRSS:     1234 kB` has the figure 1234.
fn figure(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_the_system_s_table() {
        let table = "Name:\tarbitre\nVmRSS:\t    5120 kB\nThreads:\t7\n";
        assert_eq!(figure(table, "VmRSS:"), Some(5120));
        assert_eq!(figure(table, "Threads:"), Some(7));
        assert_eq!(figure(table, "VmSwap:"), None);
    }
}
