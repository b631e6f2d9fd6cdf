ALTER TABLE `incident` ADD `snoozed_until` integer;--> statement-breakpoint
ALTER TABLE `incident` ADD `heard_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `service` ADD `acknowledge_timeout` integer;--> statement-breakpoint
ALTER TABLE `service` ADD `auto_resolve` integer;--> statement-breakpoint
-- Incidents of before were heard of when they were triggered or acknowledged, as far as anybody knows.
UPDATE `incident` SET `heard_at` = max(`triggered_at`, coalesce(`acknowledged_at`, 0));
