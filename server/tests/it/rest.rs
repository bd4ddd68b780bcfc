mod changes;
mod documents;
mod lists;
mod people;
mod projects;
mod steps;
mod validation;
