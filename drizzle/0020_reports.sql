DROP INDEX "epic_events"."contract_owed_idx";--> statement-breakpoint
DROP INDEX "epic_events"."contract_signed_idx";--> statement-breakpoint
DROP INDEX "epic_events"."event_start_idx";--> statement-breakpoint
DROP INDEX "epic_events"."payment_paid_idx";--> statement-breakpoint
CREATE INDEX "contract_stage_idx" ON "epic_events"."contract" USING btree ("is_signed","has_event","due_cents","id","commercial_id","total_cents");--> statement-breakpoint
CREATE INDEX "event_first_idx" ON "epic_events"."event" USING btree ("contract_id","start_date","id","commercial_id","support_contact_id") WHERE end_date > start_date;--> statement-breakpoint
CREATE INDEX "contract_owed_idx" ON "epic_events"."contract" USING btree ("due_cents","id","commercial_id","signed_at","next_due","total_cents","client_id") WHERE is_signed and not is_fully_paid;--> statement-breakpoint
CREATE INDEX "contract_signed_idx" ON "epic_events"."contract" USING btree ("signed_at","id","commercial_id","total_cents","client_id") WHERE signed_at is not null;--> statement-breakpoint
CREATE INDEX "event_start_idx" ON "epic_events"."event" USING btree ("start_date","id","end_date","commercial_id","support_contact_id","contract_id");--> statement-breakpoint
CREATE INDEX "payment_paid_idx" ON "epic_events"."payment" USING btree ("paid_on","id","contract_id","amount","cancelled_at");--> statement-breakpoint
update epic_events.meta set schema_version = 21;
