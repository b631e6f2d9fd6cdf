DROP INDEX `mirror_channel`;--> statement-breakpoint
ALTER TABLE `mirror` ADD `stray` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `mirror_channel` ON `mirror` (`incident_id`,`connection_id`,`channel`) WHERE page_id is null and not stray;--> statement-breakpoint
ALTER TABLE `delivery` ADD `quiet_until` integer;