//! Every widget in every state, to look at and to test: the page `/ui-gallery` of debug builds.

use super::*;
use crate::frame::{Frame, NavEntry, OfflineBanner, Page, Theme, ThemeMenu, TopBar, UserMenu};
use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;

/// A fixed point in time, so that the gallery always looks the same.
pub fn gallery_now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default()
}

/// The gallery inside a page frame.
#[component]
pub fn Gallery() -> impl IntoView {
    let announcer = Announcer::provide();
    if use_context::<Clock>().is_none() {
        provide_context(Clock { now: RwSignal::new(gallery_now()), offset_minutes: RwSignal::new(60) });
    }
    let entries = || {
        let mut entries = NavEntry::standard(true, true);
        entries.insert(3, NavEntry::new("Inbox", "/inbox", Icon::Inbox).count(3));
        entries
    };
    let top = move || {
        view! {
            <TopBar
                entries=Signal::stored(entries())
                path="/changes/CHG-42"
                new_href="/changes/new"
                end=|| {
                    view! {
                        <ThemeMenu action="/api/theme" current=Signal::stored(Theme::System) next="/ui-gallery" />
                        <UserMenu name="Ada Lovelace" roles=vec!["Reviewer".to_owned(), "Deployer".to_owned()]>
                            <MenuLink href="/account" icon=Icon::User>"Account"</MenuLink>
                            <MenuButton icon=Icon::LogOut>"Sign out"</MenuButton>
                        </UserMenu>
                    }
                }
            />
        }
    };
    let actions = || {
        view! {
            <Menu label="More" icon=Icon::More icon_only=true end=true id="page-menu">
                <MenuLink href="#" icon=Icon::Copy>"Duplicate"</MenuLink>
                <MenuButton icon=Icon::Archive disabled=true reason="Only closed changes can be archived">"Archive"</MenuButton>
                <MenuDivider />
                <MenuButton icon=Icon::Ban danger=true>"Cancel change"</MenuButton>
            </Menu>
            <DialogTrigger target="gallery-side" icon=Icon::PanelLeft>"Details"</DialogTrigger>
        }
    };
    view! {
        <Frame
            entries=Signal::stored(entries())
            path="/changes/CHG-42"
            top=top
            banner=|| view! { <OfflineBanner since="2 minutes ago" /> }
        >
            <Page
                title="Add an index to orders"
                crumbs=Signal::stored(vec![Crumb::link("Changes", "/changes"), Crumb::here("CHG-42")])
                beside=|| {
                    view! {
                        <Badge tone=Tone::Info icon=Icon::CircleDot>"In review"</Badge>
                        <CopyText text="018f6d2e-7b1c-7e5a" label="Change number" shown="CHG-42" />
                    }
                }
                actions=actions
                primary=|| {
                    view! {
                        <DialogTrigger target="gallery-dialog" variant=Variant::Primary icon=Icon::Check>"Approve"</DialogTrigger>
                    }
                }
            >
                <div class="grid gap-6">
                    <Progressing />
                    <Controls announcer=announcer />
                    <Forms />
                    <Lists />
                    <States />
                    <Icons />
                </div>
            </Page>
        </Frame>
        <Dialog
            id="gallery-dialog"
            title="Approve this change?"
            description="The deployment can start once both approvals are there."
            footer=|| {
                view! {
                    <DialogClose target="gallery-dialog">"Not now"</DialogClose>
                    <Button variant=Variant::Primary submit=true>"Approve"</Button>
                }
            }
        >
            <TextArea name="comment" label="Comment" hint="Optional. Everyone who watches the change sees it." rows=3 />
        </Dialog>
        <Dialog id="gallery-side" title="Details" place=Place::Side>
            <Properties>
                <Property label="Owner"><Avatar name="Grace Hopper" with_name=true /></Property>
                <Property label="Team">"Payments"</Property>
            </Properties>
        </Dialog>
    }
}

#[component]
fn Progressing() -> impl IntoView {
    let stages = vec![
        Stage::new("Request"),
        Stage::new("Analysis").state(StageState::Skipped),
        Stage::new("Planning"),
        Stage::new("Implementation").text("3 of 5"),
        Stage::new("Review"),
        Stage::new("Deployment"),
    ];
    let mut blocked = stages.clone();
    blocked[3] = Stage::new("Implementation").text("blocked: collides with CHG-40").state(StageState::Blocked);
    view! {
        <Card title="Stepper" id="stepper">
            <div class="grid gap-6">
                <Stepper stages=Signal::stored(stages) current=3usize label="Stages" />
                <Stepper stages=Signal::stored(blocked) current=3usize label="Stages, blocked" />
            </div>
        </Card>
        <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <Figure label="Open" value="14" trend="3 fewer than last week" trend_tone=Tone::Success trend_icon=Icon::ArrowDown href="/changes" />
            <Figure label="Blocked" value="2" trend="1 more than last week" trend_tone=Tone::Danger trend_icon=Icon::ArrowUp href="/changes" />
            <Figure label="Median cycle time" value="3.4" unit="days" trend="as last week" />
            <Figure label="Success rate" value="98.2" unit="%" />
        </div>
        <Card title="Readiness" icon=Icon::ShieldCheck hint="2 of 5 gates passed" flush=true id="readiness">
            <RowList label="Gates">
                <CheckRow
                    tone=Tone::Danger
                    state="Failed"
                    title="Static analysis"
                    reason="CREATE INDEX without CONCURRENTLY locks orders for writes."
                    owner="Owner: Ada Lovelace"
                    actions=|| view! { <Button size=Size::Small href="#findings">"See finding"</Button> }
                />
                <CheckRow
                    tone=Tone::Warning
                    icon=Icon::Clock
                    state="Waiting"
                    title="Approvals"
                    reason="One of two approvals given; the database team has to approve."
                    owner="Owner: database team"
                    actions=|| view! { <Button size=Size::Small variant=Variant::Primary>"Approve"</Button> }
                />
                <CheckRow state="Not started" title="Staging deployment" reason="Starts after the approvals." />
                <CheckRow tone=Tone::Info state="Running" title="Continuous integration" reason="Build 1289 has run for 4 minutes." />
                <CheckRow tone=Tone::Success state="Passed" title="Rollback tried" />
            </RowList>
        </Card>
    }
}

#[component]
fn Controls(announcer: Announcer) -> impl IntoView {
    let icons = [Tone::Neutral, Tone::Info, Tone::Success, Tone::Warning, Tone::Danger];
    let words = ["Draft", "Running", "Passed", "Waiting", "Failed"];
    let badges =
        icons.into_iter().zip(words).map(|(tone, word)| view! { <Badge tone=tone>{word}</Badge> }).collect_view();
    let plain = icons
        .into_iter()
        .zip(words)
        .map(|(tone, word)| view! { <Badge tone=tone plain=true>{word}</Badge> })
        .collect_view();
    let notices = icons
        .into_iter()
        .zip(["Neutral", "Note", "Done", "Take care", "Failed"])
        .map(|(tone, title)| view! { <Notice tone=tone title=title>"What happened, and what to do about it: "<a class="link" href="#main">"read more"</a>"."</Notice> })
        .collect_view();
    let tabs = vec![
        Tab::new("Overview", "#", true),
        Tab::new("Steps", "#", false).count(5),
        Tab::new("Findings", "#", false).count(12),
        Tab::new("Evidence", "#", false),
        Tab::new("Deployments", "#", false),
    ];
    let views = vec![Tab::new("Board", "#", true).icon(Icon::Board), Tab::new("List", "#", false).icon(Icon::List)];
    view! {
        <Card title="Buttons and badges" id="buttons">
            <div class="grid gap-4">
                <div class="flex flex-wrap items-center gap-2">
                    <Button variant=Variant::Primary icon=Icon::Plus>"New change"</Button>
                    <Button icon=Icon::Pencil>"Edit"</Button>
                    <Button variant=Variant::Ghost icon=Icon::Link>"Copy link"</Button>
                    <Button variant=Variant::Danger icon=Icon::Trash>"Delete"</Button>
                    <Button href="/changes">"As a link"</Button>
                    <Button variant=Variant::Primary disabled=true>"Disabled"</Button>
                    <Button variant=Variant::Primary pending=true>"Saving"</Button>
                    <IconButton icon=Icon::Bell label="Watch" />
                    <IconButton icon=Icon::Eye label="Show" variant=Variant::Secondary />
                </div>
                <div class="flex flex-wrap items-center gap-2">
                    <Button size=Size::Small variant=Variant::Primary>"Small"</Button>
                    <Button size=Size::Small icon=Icon::Move>"Move to…"</Button>
                    <Button size=Size::Small variant=Variant::Ghost>"Ghost"</Button>
                    <IconButton size=Size::Small icon=Icon::More label="More" />
                    <Kbd keys="Ctrl K" />
                    <Menu label="Group by" icon=Icon::Layers size=Size::Small>
                        <MenuButton checked=Signal::stored(true)>"Stage"</MenuButton>
                        <MenuButton>"Team"</MenuButton>
                    </Menu>
                </div>
                <div class="flex flex-wrap items-center gap-2">{badges}</div>
                <div class="flex flex-wrap items-center gap-4">{plain} <Count value=7usize of="findings" /></div>
                <div class="flex flex-wrap items-center gap-4">
                    <Avatar name="Ada Lovelace" with_name=true />
                    <Avatar name="Grace Brewster Hopper" />
                    <Avatar name="Edsger Dijkstra" large=true />
                    <Nobody />
                    <Time at=gallery_now() - Duration::minutes(5) />
                    <Time at=gallery_now() exact=true />
                </div>
                <div>
                    <Button on_click=Callback::new(move |_| announcer.toast(Tone::Success, "CHG-42 moved from Planning to Implementation, 2 of 5"))>
                        "Show a message"
                    </Button>
                </div>
                <div class="flex flex-wrap gap-3">
                    <ToastBox toast=Toast { id: 0, tone: Tone::Success, text: "CHG-42 moved from Planning to Implementation, 2 of 5".to_owned() } />
                    <ToastBox toast=Toast { id: 0, tone: Tone::Danger, text: "Not moved: the review is not finished.".to_owned() } />
                </div>
            </div>
        </Card>
        <Card title="Notices" id="notices"><div class="grid gap-3">{notices}</div></Card>
        <Card title="Choosing a view" id="views">
            <div class="grid gap-4">
                <Tabs label="Parts of the change" tabs=Signal::stored(tabs) />
                <Toolbar label="View">
                    <Segmented label="Layout" tabs=Signal::stored(views) />
                    <SearchInput name="q" label="Search" placeholder="Search" class="w-56 max-sm:w-full" />
                    <FilterChip label="Team:" value="Payments" remove_href="#" />
                    <FilterChip label="Risk:" value="high" remove_href="#" />
                    <Button size=Size::Small variant=Variant::Ghost icon=Icon::X>"Clear filters"</Button>
                </Toolbar>
                <Progress value=3u32 max=5u32 label="Steps" show_label=true class="max-w-80" />
                <Progress value=5u32 max=5u32 label="Checks" tone=Tone::Success class="max-w-80" />
            </div>
        </Card>
    }
}

#[component]
fn Forms() -> impl IntoView {
    let kinds = vec![
        Choice::new("schema", "Schema change").hint("Tables, columns, indexes"),
        Choice::new("data", "Data change").hint("Rows of existing tables"),
        Choice::new("config", "Configuration").hint("Not yet available here").disabled(),
    ];
    let priorities =
        || vec![Choice::new("low", "Low"), Choice::new("normal", "Normal"), Choice::new("urgent", "Urgent")];
    let problems = vec![
        FormProblem::of("title", "Give the change a title."),
        FormProblem::of("operations[0][sql]", "Operation 1 has no SQL."),
        FormProblem::general("The target database does not answer; try again in a minute."),
    ];
    view! {
        <Card title="Form" id="form">
            <form method="get" class="grid gap-4" novalidate>
                <ErrorSummary problems=Signal::stored(problems) />
                <div class="grid gap-4 sm:grid-cols-2">
                    <TextField name="title" label="Title" required=true error="Give the change a title." hint="What changes, in a few words." />
                    <TextField name="branch" label="Branch" value="chg-42-orders-index" mono=true hint="Made from the number and the title." />
                    <SelectField name="team" label="Team" blank="Choose a team" choices=Signal::stored(vec![Choice::new("p", "Payments"), Choice::new("o", "Orders")]) />
                    <TextField name="locked" label="Number" value="CHG-42" disabled=true />
                </div>
                <TextArea name="operations[0][sql]" label="SQL" mono=true required=true value="CREATE INDEX CONCURRENTLY orders_customer_idx\n  ON orders (customer_id);" error="Operation 1 has no SQL." />
                <FieldGroup legend="Kind and risk" hint="These decide which steps the change gets.">
                    <RadioGroup name="kind" label="Kind" choices=kinds value="schema" />
                    <RadioGroup name="effort" label="Effort" choices=priorities() value="low" inline=true />
                    <SegmentedField name="priority" label="Priority" choices=priorities() value="normal" />
                    <CheckboxField name="downtime" label="Needs downtime" hint="Users see a maintenance page." checked=true />
                    <CheckboxField name="agree" label="The rollback was tried" required=true error="Try the rollback first." />
                </FieldGroup>
                <div class="flex flex-wrap gap-2">
                    <Button variant=Variant::Primary submit=true>"Create change"</Button>
                    <Button variant=Variant::Ghost href="/changes">"Cancel"</Button>
                </div>
            </form>
        </Card>
    }
}

#[component]
fn Lists() -> impl IntoView {
    let columns = vec![
        Column::new("Change").sort("#", Sorted::No),
        Column::new("Status"),
        Column::new("Assignee"),
        Column::new("Steps"),
        Column::new("Age, days").numeric().sort("#", Sorted::Down),
        Column::new("Actions").hidden(),
    ];
    let rows = [
        ("CHG-42", "Add an index to orders", Tone::Info, "In review", Some("Ada Lovelace"), 3, 12),
        ("CHG-41", "Drop the unused column legacy_status of customers after the backfill", Tone::Danger, "Blocked", None, 1, 9),
        ("CHG-39", "Rename invoices.total to amount", Tone::Success, "Deployed", Some("Grace Hopper"), 5, 3),
    ]
    .into_iter()
    .map(|(number, title, tone, state, who, done, age)| {
        let person = match who {
            Some(name) => view! { <Avatar name=name with_name=true /> }.into_any(),
            None => view! { <Nobody /> }.into_any(),
        };
        view! {
            <Row>
                <Cell header=true>
                    <a href="#" class="flex min-w-0 flex-wrap items-baseline gap-x-2 no-underline hover:underline">
                        <span class="font-mono text-xs text-muted">{number}</span>
                        <span class="min-w-0">{title}</span>
                    </a>
                </Cell>
                <Cell label="Status"><Badge tone=tone>{state}</Badge></Cell>
                <Cell label="Assignee">{person}</Cell>
                <Cell label="Steps"><Progress value=done as u32 max=5u32 label="Steps" class="w-28" /></Cell>
                <Cell label="Age, days" numeric=true>{age}</Cell>
                <Cell class="w-12" actions=true><IconButton icon=Icon::More size=Size::Small label=format!("Actions for {number}") /></Cell>
            </Row>
        }
    })
    .collect_view();
    let diff = "@@ -1,3 +1,3 @@\n CREATE TABLE orders (\n-  customer int\n+  customer bigint NOT NULL\n );";
    view! {
        <Card title="Changes" flush=true id="table" actions=|| view! { <Button size=Size::Small icon=Icon::Download>"CSV"</Button> }>
            <Table caption="Changes, oldest first" columns=columns>{rows}</Table>
            <Pagination first=1u64 last=3u64 total=312u64 next_href="#" class="border-t border-line px-4 py-2" />
        </Card>
        <div class="grid gap-6 lg:grid-cols-2">
            <Card title="Properties" id="properties">
                <Properties>
                    <Property label="Assignee"><Avatar name="Ada Lovelace" with_name=true /></Property>
                    <Property label="Risk"><Badge tone=Tone::Warning plain=true>"High: locks a large table"</Badge></Property>
                    <Property label="Created"><Time at=gallery_now() - Duration::days(3) /></Property>
                    <Property label="Digest"><CopyText text="sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" label="digest" /></Property>
                </Properties>
            </Card>
            <Card title="History" id="history">
                <Timeline label="History">
                    <TimelineItem icon=Icon::Check tone=Tone::Success time=|| view! { <Time at=gallery_now() - Duration::hours(2) /> }>
                        <b class="font-medium text-strong">"Ada Lovelace"</b>" approved for the database team"
                    </TimelineItem>
                    <TimelineItem icon=Icon::X tone=Tone::Danger time=|| view! { <Time at=gallery_now() - Duration::hours(5) /> }>
                        "Static analysis failed with one finding"
                    </TimelineItem>
                    <TimelineItem icon=Icon::Plus time=|| view! { <Time at=gallery_now() - Duration::days(3) /> }>
                        <b class="font-medium text-strong">"Grace Hopper"</b>" created the change"
                    </TimelineItem>
                </Timeline>
            </Card>
            <Card title="Source" id="source">
                <CodeBlock label="Up migration" copy=true text="CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id) WHERE deleted_at IS NULL;" />
                <Disclosure summary="Down migration" class="mt-3"><CodeBlock label="Down migration" text="DROP INDEX orders_customer_idx;" /></Disclosure>
            </Card>
            <Card title="Difference" id="difference"><DiffView lines=diff_lines(diff) label="Schema difference" /></Card>
        </div>
    }
}

#[component]
fn States() -> impl IntoView {
    view! {
        <div class="grid gap-6 md:grid-cols-2">
            <Card title="Loading" id="loading"><Skeleton shape=Shape::Text count=5 /></Card>
            <Card title="Loading a table" flush=true id="loading-table"><Skeleton shape=Shape::Rows count=4 /></Card>
            <Card title="None yet" id="none">
                <NoneYet
                    title="No changes yet"
                    text="A change describes what is to happen to a database, and takes it through review to deployment."
                    icon=Icon::Changes
                    actions=|| view! { <Button icon=Icon::Plus href="/changes/new">"New change"</Button> }
                />
            </Card>
            <Card title="No match" id="no-match"><NoMatch what="changes" clear_href="/changes" /></Card>
            <Card title="Not allowed" id="not-allowed">
                <FailureView failure=Failure::Denied("Only members of the database team see this environment.".to_owned()) />
            </Card>
            <Card title="Failed" id="failed"><FailureView failure=Failure::Internal("7f3a-22".to_owned()) /></Card>
            <Card title="Signed out" id="signed-out"><FailureView failure=Failure::SignedOut /></Card>
            <Card title="Not found" id="not-found"><FailureView failure=Failure::NotFound("Change CHG-999".to_owned()) /></Card>
        </div>
    }
}

#[component]
fn Icons() -> impl IntoView {
    let all = Icon::ALL
        .iter()
        .map(|icon| {
            view! {
                <li class="flex items-center gap-2 text-xs text-muted">
                    <Glyph icon=*icon class="size-4 text-strong" />
                    {format!("{icon:?}")}
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title="Icons" id="icons">
            <ul class="grid grid-cols-2 gap-2 sm:grid-cols-4 lg:grid-cols-8">{all}</ul>
        </Card>
    }
}
