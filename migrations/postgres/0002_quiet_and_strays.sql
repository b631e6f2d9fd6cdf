DROP INDEX "mirror_channel";--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "quiet_until" bigint;--> statement-breakpoint
ALTER TABLE "mirror" ADD COLUMN "stray" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "mirror_channel" ON "mirror" USING btree ("incident_id","connection_id","channel") WHERE page_id is null and not stray;