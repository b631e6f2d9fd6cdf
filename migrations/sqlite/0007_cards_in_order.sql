DROP INDEX `mirror_behind`;--> statement-breakpoint
CREATE INDEX `mirror_behind` ON `mirror` (`connection_id`,`channel`,`status`,`id`) WHERE status in ('wanted', 'behind');