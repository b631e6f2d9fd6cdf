DROP INDEX `mirror_failed`;--> statement-breakpoint
ALTER TABLE `mirror` ADD `event_wanted` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `mirror` ADD `event_shown` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `mirror_closed` ON `mirror` (`connection_id`,`channel`) WHERE status = 'closed';--> statement-breakpoint
CREATE INDEX `mirror_thread` ON `mirror` (`connection_id`,`channel`) WHERE event_shown < event_wanted;--> statement-breakpoint
UPDATE `mirror` SET `event_shown` = (SELECT `last_place` FROM `incident` WHERE `incident`.`id` = `mirror`.`incident_id`);--> statement-breakpoint
UPDATE `mirror` SET `status` = 'closed' WHERE `status` = 'failed';
