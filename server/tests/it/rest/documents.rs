use crate::support::{Reply, Server};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

async fn upload(s: &Server, who: &str, key: &str, part: Part) -> Reply {
    let form = Form::new().part("file", part);
    Reply::of(
        s.request(who, Method::POST, &format!("/api/changes/{key}/documents")).multipart(form).send().await.unwrap(),
    )
    .await
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_and_never_as_a_page() {
    let s = Server::start().await;
    let key = s.change("With a plan").await;
    let part =
        Part::bytes(b"<script>alert(1)</script>".to_vec()).file_name("Plän \"1\".html").mime_str("text/html").unwrap();
    let made = upload(&s, "ada", &key, part).await;
    let body = made.expect(201);
    assert_eq!(body["size"], 25);
    let read = s.get("vic", made.header("location")).await;
    assert_eq!((read.status, read.text.as_str()), (200, "<script>alert(1)</script>"));
    assert!(read.header("content-disposition").starts_with("attachment; "), "{}", read.header("content-disposition"));
    assert_eq!(read.header("x-content-type-options"), "nosniff");
    assert!(read.header("content-security-policy").contains("sandbox"));
    assert_eq!(read.header("etag"), format!("\"{}\"", body["sha256"].as_str().unwrap()));
    s.get("out", made.header("location")).await.problem(404, "not-found");
    s.get("", made.header("location")).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let s = Server::start().await;
    let key = s.change("Large").await;
    let reply = upload(&s, "ada", &key, Part::bytes(vec![7; 3 * 1024 * 1024]).file_name("large.bin")).await;
    let detail = reply.problem(413, "too-large")["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("at most 2 MB"), "{detail}");
    // Within the limit, though beyond that of JSON bodies.
    assert_eq!(upload(&s, "ada", &key, Part::bytes(vec![7; 1024 * 1024 + 9]).file_name("fine.bin")).await.status, 201);
}

#[tokio::test]
async fn what_is_no_file_is_refused() {
    let s = Server::start().await;
    let path = format!("/api/changes/{}/documents", s.change("Odd").await);
    let send = |form| s.request("ada", Method::POST, &path).multipart(form).send();
    Reply::of(send(Form::new()).await.unwrap()).await.problem(400, "malformed");
    Reply::of(send(Form::new().text("other", "x")).await.unwrap()).await.problem(422, "invalid");
    s.post("ada", &path, serde_json::json!({})).await.problem(415, "unsupported-media-type");
    let cut = s
        .request("ada", Method::POST, &path)
        .header("content-type", "multipart/form-data; boundary=x")
        .body("--x\r\nbroken")
        .send();
    Reply::of(cut.await.unwrap()).await.problem(400, "malformed");
}
