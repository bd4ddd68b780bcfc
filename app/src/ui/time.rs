//! Points in time, relative to the page's clock, so that the server and the browser write the same words.

use super::browser;
use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;

/// The clock of the page: a context. The server sets it per request and prints it as `data-now` and `data-offset` of
/// `<html>`; the browser starts from those and moves it on every 30 seconds.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Now.
    pub now: RwSignal<DateTime<Utc>>,
    /// The viewer's zone, minutes east of UTC.
    pub offset_minutes: RwSignal<i32>,
}

impl Clock {
    /// Provides the clock to everything below. On the server `now` is the request's time; in the browser the page's
    /// own `data-now` replaces it, and time goes on.
    pub fn provide(now: DateTime<Utc>, offset_minutes: i32) -> Self {
        let (now, offset_minutes) = browser::page_clock()
            .and_then(|(millis, offset)| DateTime::from_timestamp_millis(millis).map(|now| (now, offset)))
            .unwrap_or((now, offset_minutes));
        let clock = Self { now: RwSignal::new(now), offset_minutes: RwSignal::new(offset_minutes) };
        provide_context(clock);
        Effect::new(move |_| {
            clock.offset_minutes.set(browser::zone_offset_minutes());
            browser::every(30_000, move || {
                if let Some(now) = DateTime::from_timestamp_millis(browser::now_millis()) {
                    clock.now.set(now);
                }
            });
        });
        clock
    }
}

/// A point in time, as "5 minutes ago"; the exact one on hover, in the viewer's zone. Without a [`Clock`] in context
/// it shows the exact time. `exact` always does.
#[component]
pub fn Time(
    #[prop(into)] at: Signal<DateTime<Utc>>,
    #[prop(optional)] exact: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let clock = use_context::<Clock>();
    let offset = move || clock.map_or(0, |clock| clock.offset_minutes.get());
    let words = move || match clock {
        Some(clock) if !exact => relative(at.get(), clock.now.get()),
        _ => exact_text(at.get(), offset()),
    };
    view! {
        <time
            class=format!("tabular-nums {class}")
            datetime=move || at.get().format("%Y-%m-%dT%H:%M:%SZ").to_string()
            title=move || exact_text(at.get(), offset())
        >
            {words}
        </time>
    }
}

/// "just now", "5 minutes ago", "in 3 days"; beyond 60 days the date.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let gap = now.signed_duration_since(at);
    let (past, gap) = if gap < Duration::zero() { (false, -gap) } else { (true, gap) };
    if gap.num_seconds() < 45 {
        // What lies a moment ahead has happened on a server whose clock is ahead of the page's.
        return "just now".to_owned();
    }
    if gap.num_days() > 60 {
        return at.format("%-d %b %Y").to_string();
    }
    let words = span(gap);
    if past { format!("{words} ago") } else { format!("in {words}") }
}

/// A length of time in its largest unit: "5 minutes", "1 hour", "12 days".
pub fn span(gap: Duration) -> String {
    let minutes = (gap.num_seconds() + 30) / 60;
    let (count, unit) = match minutes {
        ..60 => (minutes.max(1), "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// "22 Nov 2026, 16:04 UTC+01:00".
pub fn exact_text(at: DateTime<Utc>, offset_minutes: i32) -> String {
    let local = at + Duration::minutes(i64::from(offset_minutes));
    let zone = match offset_minutes {
        0 => "UTC".to_owned(),
        m => format!("UTC{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60),
    };
    format!("{} {zone}", local.format("%-d %b %Y, %H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap_or_default()
    }

    #[test]
    fn relative_times_read_as_people_say_them() {
        for (ago, words) in [
            (0, "just now"),
            (44, "just now"),
            (60, "1 minute ago"),
            (3599, "1 hour ago"),
            (7200, "2 hours ago"),
            (90_000, "1 day ago"),
            (30 * 86_400, "30 days ago"),
            (-10, "just now"),
            (-7200, "in 2 hours"),
        ] {
            assert_eq!(relative(at(0), at(ago)), words, "{ago}");
        }
        assert_eq!(relative(at(0), at(61 * 86_400)), "15 Jan 2027");
    }

    #[test]
    fn exact_times_name_the_zone() {
        assert_eq!(exact_text(at(0), 0), "15 Jan 2027, 08:00 UTC");
        assert_eq!(exact_text(at(0), 90), "15 Jan 2027, 09:30 UTC+01:30");
        assert_eq!(exact_text(at(0), -300), "15 Jan 2027, 03:00 UTC-05:00");
    }
}
