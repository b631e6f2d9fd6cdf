CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"last_number" integer NOT NULL,
	"notices" json NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"service_id" text NOT NULL,
	"incident_id" text,
	"key" text NOT NULL,
	"summary" text NOT NULL,
	"severity" text NOT NULL,
	"source" text,
	"links" json NOT NULL,
	"details" json NOT NULL,
	"status" text NOT NULL,
	"count" integer NOT NULL,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "assignment" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"person_id" text NOT NULL,
	"why" text NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint
);
--> statement-breakpoint
CREATE TABLE "closed" (
	"account_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"channel" text NOT NULL,
	"reason" text NOT NULL,
	"since" bigint NOT NULL,
	CONSTRAINT "closed_channel" PRIMARY KEY("connection_id","channel")
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"platform" text NOT NULL,
	"external_id" text,
	"name" text
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"page_id" text NOT NULL,
	"contact" text NOT NULL,
	"connection_id" text NOT NULL,
	"address" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"attempts" integer NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"incident_id" text,
	"service_id" text,
	"place" integer,
	"name" text NOT NULL,
	"at" bigint NOT NULL,
	"actor" json NOT NULL,
	"data" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"person_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"external_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"service_id" text NOT NULL,
	"number" integer NOT NULL,
	"key" text NOT NULL,
	"summary" text NOT NULL,
	"severity" text NOT NULL,
	"policy" json NOT NULL,
	"opened_at" bigint NOT NULL,
	"status" text NOT NULL,
	"step" integer NOT NULL,
	"position" integer NOT NULL,
	"step_at" bigint NOT NULL,
	"exhausted" boolean NOT NULL,
	"triggered_at" bigint NOT NULL,
	"acknowledged_by" json,
	"acknowledged_at" bigint,
	"resolved_by" json,
	"resolved_at" bigint,
	"resolved_because" text,
	"alert_count" integer NOT NULL,
	"last_alert_at" bigint NOT NULL,
	"last_place" integer NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "integration_key" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"service_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"status" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "job" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" json NOT NULL,
	"due_at" bigint,
	"attempt" integer NOT NULL,
	"locked_by" text,
	"locked_until" bigint,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "line" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"channel" text NOT NULL,
	"incident_id" text,
	"content" json NOT NULL,
	"status" text NOT NULL,
	"failure" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mirror" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"channel" text NOT NULL,
	"page_id" text,
	"status" text NOT NULL,
	"message" text,
	"version_shown" integer NOT NULL,
	"posts" integer NOT NULL,
	"failure" text,
	"event_wanted" integer DEFAULT 0 NOT NULL,
	"event_shown" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "page" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"person_id" text NOT NULL,
	"step" integer NOT NULL,
	"position" integer NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"zone" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"key" text NOT NULL,
	"loops" integer NOT NULL,
	"status" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quiet" (
	"connection_id" text NOT NULL,
	"scope" text NOT NULL,
	"until" bigint NOT NULL,
	CONSTRAINT "quiet_scope" PRIMARY KEY("connection_id","scope")
);
--> statement-breakpoint
CREATE TABLE "rule" (
	"account_id" text NOT NULL,
	"policy_id" text NOT NULL,
	"place" integer NOT NULL,
	"wait" integer NOT NULL,
	"targets" json NOT NULL,
	CONSTRAINT "rule_place" PRIMARY KEY("policy_id","place")
);
--> statement-breakpoint
CREATE TABLE "seen" (
	"platform" text NOT NULL,
	"delivery" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "seen_delivery" PRIMARY KEY("platform","delivery")
);
--> statement-breakpoint
CREATE TABLE "service" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"policy_id" text,
	"channels" json NOT NULL,
	"status" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_service_id_service_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed" ADD CONSTRAINT "closed_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed" ADD CONSTRAINT "closed_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_page_id_page_id_fk" FOREIGN KEY ("page_id") REFERENCES "public"."page"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_service_id_service_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident" ADD CONSTRAINT "incident_service_id_service_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_key" ADD CONSTRAINT "integration_key_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_key" ADD CONSTRAINT "integration_key_service_id_service_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line" ADD CONSTRAINT "line_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line" ADD CONSTRAINT "line_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line" ADD CONSTRAINT "line_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_page_id_page_id_fk" FOREIGN KEY ("page_id") REFERENCES "public"."page"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page" ADD CONSTRAINT "page_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page" ADD CONSTRAINT "page_incident_id_incident_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page" ADD CONSTRAINT "page_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quiet" ADD CONSTRAINT "quiet_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule" ADD CONSTRAINT "rule_policy_id_policy_id_fk" FOREIGN KEY ("policy_id") REFERENCES "public"."policy"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service" ADD CONSTRAINT "service_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service" ADD CONSTRAINT "service_policy_id_policy_id_fk" FOREIGN KEY ("policy_id") REFERENCES "public"."policy"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_key" ON "account" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_incident_key" ON "alert" USING btree ("incident_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_current" ON "assignment" USING btree ("incident_id","person_id") WHERE until is null;--> statement-breakpoint
CREATE INDEX "assignment_incident" ON "assignment" USING btree ("incident_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_account_platform" ON "connection" USING btree ("account_id","platform");--> statement-breakpoint
CREATE UNIQUE INDEX "connection_external" ON "connection" USING btree ("platform","external_id");--> statement-breakpoint
CREATE INDEX "delivery_page" ON "delivery" USING btree ("page_id");--> statement-breakpoint
CREATE INDEX "delivery_waiting" ON "delivery" USING btree ("id") WHERE status = 'waiting';--> statement-breakpoint
CREATE UNIQUE INDEX "event_place" ON "event" USING btree ("incident_id","place");--> statement-breakpoint
CREATE INDEX "event_service" ON "event" USING btree ("service_id","at") WHERE incident_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "identity_external" ON "identity" USING btree ("connection_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "identity_person" ON "identity" USING btree ("person_id","connection_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_number" ON "incident" USING btree ("account_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_open_key" ON "incident" USING btree ("service_id","key") WHERE status <> 'resolved';--> statement-breakpoint
CREATE INDEX "incident_open" ON "incident" USING btree ("account_id","number") WHERE status <> 'resolved';--> statement-breakpoint
CREATE UNIQUE INDEX "integration_key_hash" ON "integration_key" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "integration_key_name" ON "integration_key" USING btree ("service_id","name") WHERE status <> 'deleted';--> statement-breakpoint
CREATE UNIQUE INDEX "job_waiting" ON "job" USING btree ("kind","key") WHERE locked_until is null and due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "job_begun" ON "job" USING btree ("kind","key") WHERE locked_until is not null;--> statement-breakpoint
CREATE INDEX "job_due" ON "job" USING btree ("kind","due_at");--> statement-breakpoint
CREATE INDEX "job_locked" ON "job" USING btree ("locked_until") WHERE locked_until is not null;--> statement-breakpoint
CREATE INDEX "line_wanted" ON "line" USING btree ("connection_id","channel") WHERE status = 'wanted';--> statement-breakpoint
CREATE UNIQUE INDEX "mirror_channel" ON "mirror" USING btree ("incident_id","connection_id","channel") WHERE page_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "mirror_page" ON "mirror" USING btree ("page_id","connection_id") WHERE page_id is not null;--> statement-breakpoint
CREATE INDEX "mirror_behind" ON "mirror" USING btree ("connection_id","channel") WHERE status in ('wanted', 'behind');--> statement-breakpoint
CREATE INDEX "mirror_incident" ON "mirror" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "mirror_closed" ON "mirror" USING btree ("connection_id","channel") WHERE status = 'closed';--> statement-breakpoint
CREATE INDEX "mirror_thread" ON "mirror" USING btree ("connection_id","channel") WHERE event_shown < event_wanted;--> statement-breakpoint
CREATE INDEX "mirror_message" ON "mirror" USING btree ("message","channel","connection_id");--> statement-breakpoint
CREATE UNIQUE INDEX "page_step" ON "page" USING btree ("incident_id","step","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_key" ON "person" USING btree ("account_id","key") WHERE status <> 'deleted';--> statement-breakpoint
CREATE UNIQUE INDEX "policy_key" ON "policy" USING btree ("account_id","key") WHERE status <> 'deleted';--> statement-breakpoint
CREATE INDEX "seen_at" ON "seen" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "service_key" ON "service" USING btree ("account_id","key") WHERE status <> 'deleted';