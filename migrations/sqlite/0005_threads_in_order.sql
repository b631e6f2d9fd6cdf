DROP INDEX `mirror_thread`;--> statement-breakpoint
CREATE INDEX `mirror_thread` ON `mirror` (`connection_id`,`channel`,`id`) WHERE event_shown < event_wanted;