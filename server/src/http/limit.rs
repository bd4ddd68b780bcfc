//! How many requests one client may make (SPEC R11.4): a bucket each that fills steadily and holds five seconds' worth.
//! Each server process counts for itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A bucket holds this many seconds' worth.
const BURST_SECONDS: f64 = 5.0;
/// Clients remembered before those that are back at rest are forgotten.
const REMEMBERED: usize = 10_000;

/// The buckets of all clients; cheap to clone.
#[derive(Clone)]
pub struct Limiter {
    per_second: f64,
    buckets: Arc<Mutex<HashMap<String, Bucket>>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Limiter {
    /// At most `per_second` requests a second over time; 0: any number.
    pub fn new(per_second: u32) -> Self {
        Self { per_second: f64::from(per_second), buckets: Arc::default() }
    }

    /// Counts one request of a client; where it is one too many, the seconds to wait.
    pub fn take(&self, client: &str, now: Instant) -> Result<(), u64> {
        if self.per_second == 0.0 {
            return Ok(());
        }
        let full = self.per_second * BURST_SECONDS;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |bucket: &Bucket| {
            (bucket.left + now.saturating_duration_since(bucket.at).as_secs_f64() * self.per_second).min(full)
        };
        if buckets.len() >= REMEMBERED && !buckets.contains_key(client) {
            buckets.retain(|_, bucket| filled(bucket) < full);
        }
        let bucket = buckets.entry(client.to_owned()).or_insert(Bucket { left: full, at: now });
        (bucket.left, bucket.at) = (filled(bucket), now);
        if bucket.left < 1.0 {
            return Err(((1.0 - bucket.left) / self.per_second).ceil().max(1.0) as u64);
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let (limiter, begin) = (Limiter::new(10), Instant::now());
        assert_eq!((0..60).filter(|_| limiter.take("a", begin).is_ok()).count(), 50);
        assert_eq!(limiter.take("a", begin), Err(1));
        assert!(limiter.take("b", begin).is_ok());
        let later = begin + Duration::from_secs(1);
        assert_eq!((0..60).filter(|_| limiter.take("a", later).is_ok()).count(), 10);
    }

    #[test]
    fn none_is_none() {
        let limiter = Limiter::new(0);
        assert!((0..10_000).all(|_| limiter.take("a", Instant::now()).is_ok()));
    }

    #[test]
    fn clients_at_rest_are_forgotten() {
        let (limiter, begin) = (Limiter::new(10), Instant::now());
        for n in 0..REMEMBERED {
            limiter.take(&n.to_string(), begin).unwrap();
        }
        limiter.take("new", begin + Duration::from_secs(9)).unwrap();
        assert_eq!(limiter.buckets.lock().unwrap().len(), 1);
    }
}
