DROP TABLE members, projects, sign_in_failures, one_time_links, api_tokens, sessions, users;
