CREATE TABLE `link_code` (
	`hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`person_id` text NOT NULL,
	`platform` text,
	`made_by` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `link_code_person` ON `link_code` (`person_id`);--> statement-breakpoint
CREATE INDEX `link_code_expiry` ON `link_code` (`expires_at`);--> statement-breakpoint
CREATE TABLE `link_try` (
	`platform` text NOT NULL,
	`external_id` text NOT NULL,
	`tries` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`platform`, `external_id`)
);
--> statement-breakpoint
CREATE INDEX `link_try_since` ON `link_try` (`since`);--> statement-breakpoint
CREATE TABLE `wish` (
	`platform` text NOT NULL,
	`external_id` text NOT NULL,
	`asked` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`platform`, `external_id`)
);
--> statement-breakpoint
CREATE INDEX `wish_expiry` ON `wish` (`expires_at`);--> statement-breakpoint
ALTER TABLE `identity` ADD `linked_at` integer;