-- Custom SQL migration file, put your code below! --
update epic_events.meta set schema_version = 19;
