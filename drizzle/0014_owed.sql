CREATE INDEX "contract_owed_idx" ON "epic_events"."contract" USING btree ("due_cents","id","commercial_id") WHERE is_signed and not is_fully_paid;--> statement-breakpoint
update epic_events.meta set schema_version = 15;
