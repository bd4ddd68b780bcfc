//! Four figures, each with its trend and the list behind it.

use crate::ui::{self, Icon, Tone};
use domain::api::{Dashboard, Figure};
use leptos::prelude::*;

struct Face {
    label: &'static str,
    unit: Option<&'static str>,
    digits: usize,
    /// Whether more is better.
    good: Option<bool>,
    href: &'static str,
}

/// Open, blocked, cycle time, success.
#[component]
pub fn Figures(dashboard: Dashboard) -> impl IntoView {
    let faces = [
        (
            dashboard.open,
            Face { label: "Open changes", unit: None, digits: 0, good: None, href: "/changes?status=live" },
        ),
        (
            dashboard.blocked,
            Face {
                label: "Blocked or on hold",
                unit: None,
                digits: 0,
                good: Some(false),
                href: "/changes?status=on-hold",
            },
        ),
        (
            dashboard.cycle_days,
            Face {
                label: "Median cycle time",
                unit: Some("days"),
                digits: 1,
                good: Some(false),
                href: "/changes?status=closed",
            },
        ),
        (
            dashboard.success_percent,
            Face {
                label: "Success rate",
                unit: Some("%"),
                digits: 0,
                good: Some(true),
                href: "/changes?status=closed&status=rejected&status=cancelled&status=rolled-back",
            },
        ),
    ];
    view! {
        <section aria-label="Figures" class="grid grid-cols-2 gap-3 lg:grid-cols-4">
            {faces.into_iter().map(|(figure, face)| one(figure, face)).collect_view()}
        </section>
    }
}

fn one(figure: Figure, face: Face) -> impl IntoView {
    let digits = face.digits;
    let value = figure.value.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"));
    let unit = face.unit.filter(|_| figure.value.is_some()).map(str::to_owned);
    let (trend, tone, icon) = trend(&figure, &face);
    view! { <ui::Figure label=face.label value=value unit=unit trend=trend trend_tone=tone trend_icon=icon href=face.href /> }
}

fn trend(figure: &Figure, face: &Face) -> (String, Tone, Option<Icon>) {
    let (Some(now), Some(before)) = (figure.value, figure.before) else {
        let words = if figure.value.is_none() { "Nothing ended in 30 days" } else { "No figure from 30 days ago" };
        return (words.to_owned(), Tone::Neutral, None);
    };
    let step = 10f64.powi(i32::try_from(face.digits).unwrap_or(0));
    let gap = ((now * step).round() - (before * step).round()) / step;
    if gap == 0.0 {
        return ("As 30 days ago".to_owned(), Tone::Neutral, Some(Icon::Minus));
    }
    let up = gap > 0.0;
    let tone = match face.good {
        None => Tone::Neutral,
        Some(good) if good == up => Tone::Success,
        Some(_) => Tone::Warning,
    };
    let word = if up { "more" } else { "less" };
    let digits = face.digits;
    (
        format!("{:.digits$} {word} than 30 days ago", gap.abs()),
        tone,
        Some(if up { Icon::ArrowUp } else { Icon::ArrowDown }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_says_direction_and_judgement() {
        let face = Face { label: "", unit: None, digits: 0, good: Some(false), href: "" };
        let (words, tone, _) = trend(&Figure { value: Some(7.0), before: Some(4.0) }, &face);
        assert_eq!((words.as_str(), tone), ("3 more than 30 days ago", Tone::Warning));
        let (words, tone, _) = trend(&Figure { value: Some(4.2), before: Some(4.0) }, &face);
        assert_eq!((words.as_str(), tone), ("As 30 days ago", Tone::Neutral));
    }
}
