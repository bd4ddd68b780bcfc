CREATE TABLE users (
    id bigint NOT NULL AUTO_INCREMENT, email varchar(100) NOT NULL, name varchar(50), age int, size enum('s','m','l'),
    flags set('a','b'), PRIMARY KEY (id)
) ENGINE=InnoDB;
CREATE TABLE orders (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint);
