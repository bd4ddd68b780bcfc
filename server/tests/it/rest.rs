mod changes;
mod documents;
mod lists;
mod people;
mod projects;
mod rules;
mod steps;
mod validation;
