CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`last_number` integer NOT NULL,
	`notices` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_key` ON `account` (`key`);--> statement-breakpoint
CREATE TABLE `alert` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`service_id` text NOT NULL,
	`incident_id` text,
	`key` text NOT NULL,
	`summary` text NOT NULL,
	`severity` text NOT NULL,
	`source` text,
	`links` text NOT NULL,
	`details` text NOT NULL,
	`status` text NOT NULL,
	`count` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service_id`) REFERENCES `service`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_incident_key` ON `alert` (`incident_id`,`key`);--> statement-breakpoint
CREATE INDEX `alert_refused` ON `alert` (`service_id`,`last_at`) WHERE incident_id is null;--> statement-breakpoint
CREATE TABLE `assignment` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`incident_id` text NOT NULL,
	`person_id` text NOT NULL,
	`why` text NOT NULL,
	`since` integer NOT NULL,
	`until` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `assignment_current` ON `assignment` (`incident_id`,`person_id`) WHERE until is null;--> statement-breakpoint
CREATE INDEX `assignment_incident` ON `assignment` (`incident_id`);--> statement-breakpoint
CREATE TABLE `connection` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`platform` text NOT NULL,
	`external_id` text,
	`name` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connection_account_platform` ON `connection` (`account_id`,`platform`);--> statement-breakpoint
CREATE UNIQUE INDEX `connection_external` ON `connection` (`platform`,`external_id`);--> statement-breakpoint
CREATE TABLE `delivery` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`page_id` text NOT NULL,
	`contact` text NOT NULL,
	`connection_id` text NOT NULL,
	`address` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`page_id`) REFERENCES `page`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `delivery_page` ON `delivery` (`page_id`);--> statement-breakpoint
CREATE INDEX `delivery_waiting` ON `delivery` (`id`) WHERE status = 'waiting';--> statement-breakpoint
CREATE TABLE `event` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`incident_id` text,
	`service_id` text,
	`place` integer,
	`name` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`data` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service_id`) REFERENCES `service`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_place` ON `event` (`incident_id`,`place`);--> statement-breakpoint
CREATE INDEX `event_service` ON `event` (`service_id`,`at`) WHERE incident_id is null;--> statement-breakpoint
CREATE TABLE `identity` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`person_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`external_id` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identity_external` ON `identity` (`connection_id`,`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `identity_person` ON `identity` (`person_id`,`connection_id`);--> statement-breakpoint
CREATE TABLE `incident` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`service_id` text NOT NULL,
	`number` integer NOT NULL,
	`key` text NOT NULL,
	`summary` text NOT NULL,
	`severity` text NOT NULL,
	`policy` text NOT NULL,
	`opened_at` integer NOT NULL,
	`status` text NOT NULL,
	`step` integer NOT NULL,
	`position` integer NOT NULL,
	`step_at` integer NOT NULL,
	`exhausted` integer NOT NULL,
	`triggered_at` integer NOT NULL,
	`acknowledged_by` text,
	`acknowledged_at` integer,
	`resolved_by` text,
	`resolved_at` integer,
	`resolved_because` text,
	`alert_count` integer NOT NULL,
	`last_alert_at` integer NOT NULL,
	`last_place` integer NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service_id`) REFERENCES `service`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_number` ON `incident` (`account_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `incident_open_key` ON `incident` (`service_id`,`key`) WHERE status <> 'resolved';--> statement-breakpoint
CREATE INDEX `incident_open` ON `incident` (`account_id`,`number`) WHERE status <> 'resolved';--> statement-breakpoint
CREATE TABLE `integration_key` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`service_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service_id`) REFERENCES `service`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `integration_key_hash` ON `integration_key` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `integration_key_name` ON `integration_key` (`service_id`,`name`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`payload` text NOT NULL,
	`due_at` integer,
	`attempt` integer NOT NULL,
	`locked_by` text,
	`locked_until` integer,
	`failure` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_waiting` ON `job` (`kind`,`key`) WHERE locked_until is null and due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `job_begun` ON `job` (`kind`,`key`) WHERE locked_until is not null;--> statement-breakpoint
CREATE INDEX `job_due` ON `job` (`kind`,`due_at`);--> statement-breakpoint
CREATE INDEX `job_locked` ON `job` (`locked_until`) WHERE locked_until is not null;--> statement-breakpoint
CREATE TABLE `line` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`channel` text NOT NULL,
	`incident_id` text,
	`content` text NOT NULL,
	`status` text NOT NULL,
	`failure` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `line_wanted` ON `line` (`connection_id`,`channel`) WHERE status = 'wanted';--> statement-breakpoint
CREATE TABLE `mirror` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`incident_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`channel` text NOT NULL,
	`page_id` text,
	`status` text NOT NULL,
	`message` text,
	`version_shown` integer NOT NULL,
	`posts` integer NOT NULL,
	`failure` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`page_id`) REFERENCES `page`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mirror_channel` ON `mirror` (`incident_id`,`connection_id`,`channel`) WHERE page_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX `mirror_page` ON `mirror` (`page_id`,`connection_id`) WHERE page_id is not null;--> statement-breakpoint
CREATE INDEX `mirror_behind` ON `mirror` (`connection_id`,`channel`) WHERE status in ('wanted', 'behind');--> statement-breakpoint
CREATE INDEX `mirror_incident` ON `mirror` (`incident_id`);--> statement-breakpoint
CREATE INDEX `mirror_message` ON `mirror` (`message`,`channel`,`connection_id`);--> statement-breakpoint
CREATE TABLE `page` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`incident_id` text NOT NULL,
	`person_id` text NOT NULL,
	`step` integer NOT NULL,
	`position` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `page_step` ON `page` (`incident_id`,`step`,`person_id`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`zone` text NOT NULL,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_key` ON `person` (`account_id`,`key`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE TABLE `policy` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`loops` integer NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policy_key` ON `policy` (`account_id`,`key`) WHERE status <> 'deleted';--> statement-breakpoint
CREATE TABLE `quiet` (
	`connection_id` text NOT NULL,
	`scope` text NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `scope`),
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `rule` (
	`account_id` text NOT NULL,
	`policy_id` text NOT NULL,
	`place` integer NOT NULL,
	`wait` integer NOT NULL,
	`targets` text NOT NULL,
	PRIMARY KEY(`policy_id`, `place`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`policy_id`) REFERENCES `policy`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `seen` (
	`platform` text NOT NULL,
	`delivery` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`platform`, `delivery`)
);
--> statement-breakpoint
CREATE INDEX `seen_at` ON `seen` (`at`);--> statement-breakpoint
CREATE TABLE `service` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`policy_id` text,
	`channels` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`policy_id`) REFERENCES `policy`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_key` ON `service` (`account_id`,`key`) WHERE status <> 'deleted';