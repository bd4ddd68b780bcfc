//! Dependencies point one way.

use super::tree::root;

fn dependencies(manifest: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(manifest)).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    manifest.get("dependencies").and_then(|d| d.as_table()).map(|d| d.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn crates_know_only_those_below_them() {
    for (manifest, local) in [
        ("app/domain/Cargo.toml", &[][..]),
        ("app/Cargo.toml", &["domain"]),
        ("frontend/Cargo.toml", &["app", "domain"]),
        ("server/store/Cargo.toml", &["domain"]),
        ("server/analysis/Cargo.toml", &[]),
        ("server/engine/Cargo.toml", &["analysis", "domain", "store"]),
        ("server/integrations/Cargo.toml", &["analysis", "engine"]),
        ("server/Cargo.toml", &["analysis", "app", "domain", "engine", "integrations", "store"]),
    ] {
        let found: Vec<String> = dependencies(manifest)
            .into_iter()
            .filter(|d| {
                ["analysis", "app", "domain", "frontend", "server", "engine", "integrations", "store"]
                    .contains(&d.as_str())
            })
            .collect();
        assert!(found.iter().all(|d| local.contains(&d.as_str())), "{manifest} knows {found:?}");
    }
}

#[test]
fn the_pure_crates_stay_pure() {
    for (manifest, forbidden) in [
        ("app/domain/Cargo.toml", &["sqlx", "tokio", "axum", "leptos", "reqwest", "rand"][..]),
        ("app/Cargo.toml", &["sqlx", "tokio", "axum", "leptos_axum", "reqwest"]),
        ("frontend/Cargo.toml", &["sqlx", "tokio", "axum"]),
        ("server/store/Cargo.toml", &["axum", "leptos", "reqwest"]),
        ("server/engine/Cargo.toml", &["axum", "leptos", "reqwest"]),
        ("server/analysis/Cargo.toml", &["chrono", "rand", "reqwest", "sqlx", "tokio", "uuid"]),
    ] {
        let found: Vec<String> =
            dependencies(manifest).into_iter().filter(|d| forbidden.contains(&d.as_str())).collect();
        assert!(found.is_empty(), "{manifest} knows {found:?}");
    }
}
