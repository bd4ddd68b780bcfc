//! Work that is the same for each of many things, on several cores. What comes out does not depend on how many there are.

use std::panic::resume_unwind;
use std::thread;

/// Threads at the most. A fixed number: the machine is not asked.
const THREADS: usize = 4;
/// A thread's stack: as much as the deepest script needs that is read at all. The system gives it as it is used.
pub(crate) const STACK: usize = 65 << 20;
/// Fewer things than these are not worth a thread.
const WORTH: usize = 16;

/// `work` on each item; the results in the items' order.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < WORTH {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let parts = items.chunks(items.len().div_ceil(THREADS));
        let all = |part: &[T]| part.iter().map(work).collect::<Vec<R>>();
        let running: Vec<_> = parts
            .map(|part| {
                let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || all(part));
                (part, thread)
            })
            .collect();
        let done = running.into_iter().flat_map(|(part, thread)| match thread {
            // A panic of one goes on in the caller, as it would without threads.
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // No more threads are to be had.
            Err(_) => all(part),
        });
        done.collect()
    })
}
