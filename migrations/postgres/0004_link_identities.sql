CREATE TABLE "link_code" (
	"hash" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"person_id" text NOT NULL,
	"platform" text,
	"made_by" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "link_try" (
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"tries" integer NOT NULL,
	"since" bigint NOT NULL,
	CONSTRAINT "link_try_of" PRIMARY KEY("platform","external_id")
);
--> statement-breakpoint
CREATE TABLE "wish" (
	"platform" text NOT NULL,
	"external_id" text NOT NULL,
	"asked" json NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "wish_of" PRIMARY KEY("platform","external_id")
);
--> statement-breakpoint
ALTER TABLE "identity" ADD COLUMN "linked_at" bigint;--> statement-breakpoint
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_code" ADD CONSTRAINT "link_code_made_by_person_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "link_code_person" ON "link_code" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "link_code_expiry" ON "link_code" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "link_try_since" ON "link_try" USING btree ("since");--> statement-breakpoint
CREATE INDEX "wish_expiry" ON "wish" USING btree ("expires_at");