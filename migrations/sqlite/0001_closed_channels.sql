CREATE TABLE `closed` (
	`account_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`channel` text NOT NULL,
	`reason` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `channel`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `alert_refused`;--> statement-breakpoint
CREATE INDEX `mirror_failed` ON `mirror` (`connection_id`,`channel`) WHERE status = 'failed';