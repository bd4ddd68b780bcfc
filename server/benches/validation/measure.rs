//! Programs, timed from their start to their end, with the most memory they held.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub time: Duration,
    /// Largest resident set, MB.
    pub megabytes: f64,
    pub code: Option<i32>,
}

/// Runs a program to its end; its output goes nowhere.
pub fn run(command: &mut Command) -> Run {
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut most = 0.0_f64;
    loop {
        // The high-water mark is the kernel's own, so that looking seldom misses only what was gained last.
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0);
        most = most.max(kib / 1024.0);
        if let Some(status) = child.try_wait().unwrap() {
            return Run { time: begun.elapsed(), megabytes: most, code: status.code() };
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Each of two programs in turn, `times` over; the median by time of each.
pub fn in_turn(times: usize, first: &mut dyn FnMut() -> Run, second: &mut dyn FnMut() -> Run) -> (Run, Run) {
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..times {
        firsts.push(first());
        seconds.push(second());
    }
    (median(firsts), median(seconds))
}

pub fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by_key(|run| run.time);
    runs[runs.len() / 2]
}

/// For people: milliseconds and memory.
pub fn words(run: Run) -> String {
    format!("{:>7.0} ms {:>6.0} MB", run.time.as_secs_f64() * 1e3, run.megabytes)
}
