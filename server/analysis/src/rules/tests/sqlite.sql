CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, age integer);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
