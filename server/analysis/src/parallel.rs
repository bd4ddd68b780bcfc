//! Work that is the same for each of many things, on several cores. What comes out does not depend on how many there are.

use std::panic::resume_unwind;
use std::thread;

/// Threads at the most. A fixed number: the machine is not asked.
const THREADS: usize = 4;
/// A thread's stack: as much as the deepest script needs that is read at all. The system gives it as it is used.
pub(crate) const STACK: usize = 65 << 20;
/// Fewer things than these are not worth a thread.
const WORTH: usize = 16;

/// Items that are worked on together, before the first of them is taken.
const BATCH: usize = 128;

/// `work` on each item, and `take` what comes out, in the items' order, while the next ones are worked on.
pub fn ahead<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&T) -> R + Sync, mut take: impl FnMut(&'i T, R)) {
    if items.len() < WORTH {
        return items.iter().for_each(|item| take(item, work(item)));
    }
    let work = &work;
    let all = move |part: &[T]| part.iter().map(work).collect::<Vec<R>>();
    thread::scope(|scope| {
        let start = |batch: &'i [T]| -> Vec<_> {
            let parts = batch.chunks(batch.len().div_ceil(THREADS));
            let begin =
                |part: &'i [T]| (part, thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || all(part)));
            parts.map(begin).collect()
        };
        let mut batches = items.chunks(BATCH);
        let mut running = batches.next().map(start);
        while let Some(parts) = running {
            let next = batches.next();
            // The next ones begin as soon as these are done; taking them goes on beside.
            let done: Vec<(&'i [T], Vec<R>)> = parts
                .into_iter()
                .map(|(part, thread)| match thread {
                    // A panic of one goes on in the caller, as it would without threads.
                    Ok(thread) => (part, thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
                    // No more threads are to be had.
                    Err(_) => (part, all(part)),
                })
                .collect();
            running = next.map(start);
            for (part, results) in done {
                part.iter().zip(results).for_each(|(item, result)| take(item, result));
            }
        }
    });
}
