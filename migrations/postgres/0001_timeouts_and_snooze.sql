ALTER TABLE "incident" ADD COLUMN "snoozed_until" bigint;--> statement-breakpoint
ALTER TABLE "incident" ADD COLUMN "heard_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "acknowledge_timeout" integer;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "auto_resolve" integer;--> statement-breakpoint
-- Incidents of before were heard of when they were triggered or acknowledged, as far as anybody knows.
UPDATE "incident" SET "heard_at" = greatest("triggered_at", coalesce("acknowledged_at", 0));
