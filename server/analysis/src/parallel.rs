//! Work that is the same for each of many things, on several cores. What comes out does not depend on how many there are.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Threads at the most. A fixed number: the machine is not asked.
const THREADS: usize = 4;
/// A thread's stack: as much as the deepest script needs that is read at all. The system gives it as it is used.
pub(crate) const STACK: usize = 65 << 20;
/// Fewer things than these are not worth a thread.
const WORTH: usize = 16;
/// Items that a thread takes at a time.
const PART: usize = 16;
/// Parts that are worked on, or done and not taken yet: what comes out of them may be large.
const AHEAD: usize = 8;

/// How many parts were taken; threads wait for their turn at it.
#[derive(Default)]
struct Gate {
    taken: Mutex<usize>,
    moved: Condvar,
}

impl Gate {
    fn wait(&self, part: usize) {
        let far = |taken: &mut usize| part >= taken.saturating_add(AHEAD);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.moved.wait_while(taken, far).unwrap_or_else(PoisonError::into_inner));
    }

    fn set(&self, taken: usize) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = taken;
        self.moved.notify_all();
    }
}

/// Nobody waits for what a panic has kept from being done.
struct Opened<'a>(&'a Gate);

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.set(usize::MAX);
        }
    }
}

/// `work` on each item, and `take` what comes out, in the items' order, while the next ones are worked on.
pub fn ahead<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&T) -> R + Sync, mut take: impl FnMut(&'i T, R)) {
    if items.len() < WORTH {
        return items.iter().for_each(|item| take(item, work(item)));
    }
    let parts: Vec<&'i [T]> = items.chunks(PART).collect();
    let (parts, work, next, gate) = (&parts, &work, &AtomicUsize::new(0), &Gate::default());
    let one = move |at: usize| -> Option<Vec<R>> { Some(parts.get(at)?.iter().map(work).collect()) };
    thread::scope(|scope| {
        let _opened = Opened(gate);
        let (done, results) = channel();
        let threads: Vec<_> = (0..THREADS.min(parts.len()))
            .filter_map(|_| {
                let done = done.clone();
                let all = move || {
                    let _opened = Opened(gate);
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        gate.wait(at);
                        let Some(results) = one(at) else { return };
                        if done.send((at, results)).is_err() {
                            return;
                        }
                    }
                };
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all).ok()
            })
            .collect();
        drop(done);
        let (mut early, mut taken) = (BTreeMap::new(), 0);
        let mut give = |at: usize, results: Vec<R>| {
            parts[at].iter().zip(results).for_each(|(item, one)| take(item, one));
            gate.set(at + 1);
        };
        for (at, results) in results {
            early.insert(at, results);
            while let Some(results) = early.remove(&taken) {
                give(taken, results);
                taken += 1;
            }
        }
        // A panic of one goes on in the caller, as it would without threads.
        for thread in threads {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        // No thread was to be had.
        while let Some(results) = one(taken) {
            give(taken, results);
            taken += 1;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::time::Duration;

    #[test]
    fn what_comes_out_is_taken_in_order_and_not_far_ahead() {
        let items: Vec<usize> = (0..3_000).collect();
        let (taken, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |item: &usize| {
            if *item == 1_000 {
                thread::sleep(Duration::from_millis(50));
            }
            most.fetch_max(item - taken.load(Ordering::SeqCst), Ordering::SeqCst);
            item * 2
        };
        let mut out = Vec::new();
        ahead(&items, work, |item, result| {
            taken.store(*item, Ordering::SeqCst);
            out.push(result);
        });
        assert_eq!(out, (0..3_000).map(|item| item * 2).collect::<Vec<_>>());
        assert!(most.into_inner() <= (AHEAD + 1) * PART);
    }

    #[test]
    fn a_panic_is_the_callers_wherever_it_happens() {
        let items: Vec<usize> = (0..3_000).collect();
        let bad = |item: usize| assert_ne!(item, 300, "on purpose");
        for in_work in [true, false] {
            let run = || {
                ahead(
                    &items,
                    |item| {
                        if in_work {
                            bad(*item)
                        }
                    },
                    |item, ()| {
                        if !in_work {
                            bad(*item)
                        }
                    },
                )
            };
            assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "{in_work}");
        }
    }
}
