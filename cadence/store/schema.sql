CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE person (
	id INTEGER NOT NULL, 
	handle VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	timezone VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (handle)
);
CREATE TABLE team (
	id INTEGER NOT NULL, 
	uid VARCHAR(32) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	"key" VARCHAR(10) NOT NULL, 
	timezone VARCHAR NOT NULL, 
	country VARCHAR, 
	subdivision VARCHAR, 
	distributed BOOLEAN NOT NULL, 
	partner VARCHAR, 
	partner_start DATE, 
	partner_weeks INTEGER, 
	seq INTEGER NOT NULL, 
	card_number INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key"), 
	UNIQUE (name), 
	UNIQUE (uid)
);
CREATE TABLE epoch (
	team_id INTEGER NOT NULL, 
	start DATE NOT NULL, 
	weeks INTEGER NOT NULL, 
	working_days VARCHAR NOT NULL, 
	hand_over BOOLEAN NOT NULL, 
	first_number INTEGER NOT NULL, 
	PRIMARY KEY (team_id, start), 
	FOREIGN KEY(team_id) REFERENCES team (id)
);
CREATE TABLE holiday (
	team_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	own BOOLEAN NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (team_id, day, own), 
	FOREIGN KEY(team_id) REFERENCES team (id)
);
CREATE TABLE meeting (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	nominal DATE NOT NULL, 
	iteration INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	moved_to VARCHAR, 
	minutes INTEGER, 
	reason VARCHAR, 
	changes INTEGER NOT NULL, 
	changed_at VARCHAR(32), 
	facilitator_id INTEGER, 
	starts_at VARCHAR(32), 
	timebox INTEGER, 
	started_at VARCHAR(32), 
	ended_at VARCHAR(32), 
	step INTEGER NOT NULL, 
	at VARCHAR, 
	seconds TEXT NOT NULL, 
	clock_since VARCHAR(32), 
	seen_at VARCHAR(32), 
	extra_minutes INTEGER NOT NULL, 
	form VARCHAR, 
	recording VARCHAR, 
	state TEXT NOT NULL, 
	remarks TEXT NOT NULL, 
	snapshot TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(facilitator_id) REFERENCES person (id), 
	FOREIGN KEY(team_id) REFERENCES team (id), 
	UNIQUE (team_id, kind, nominal)
);
CREATE INDEX ix_meeting_team_id ON meeting (team_id);
CREATE TABLE membership (
	team_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role VARCHAR NOT NULL, 
	regular BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	left_at VARCHAR(32), 
	PRIMARY KEY (team_id, person_id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(team_id) REFERENCES team (id)
);
CREATE TABLE schedule_change (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	since DATE NOT NULL, 
	day INTEGER, 
	at VARCHAR, 
	minutes INTEGER, 
	on_holiday VARCHAR, 
	made_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(team_id) REFERENCES team (id)
);
CREATE INDEX ix_schedule_change_team_id ON schedule_change (team_id);
CREATE TABLE standup_update (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	yesterday TEXT NOT NULL, 
	today TEXT NOT NULL, 
	blocker TEXT NOT NULL, 
	left_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(team_id) REFERENCES team (id), 
	UNIQUE (team_id, person_id, day)
);
CREATE TABLE unsigned_note (
	id VARCHAR(32) NOT NULL, 
	team_id INTEGER NOT NULL, 
	column_name VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(team_id) REFERENCES team (id)
)
 WITHOUT ROWID

;
CREATE INDEX ix_unsigned_note_team_id ON unsigned_note (team_id);
CREATE TABLE attendance (
	meeting_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	here BOOLEAN NOT NULL, 
	heard BOOLEAN NOT NULL, 
	ready BOOLEAN NOT NULL, 
	seconds INTEGER NOT NULL, 
	PRIMARY KEY (meeting_id, person_id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE card_person (
	card_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	tie VARCHAR NOT NULL, 
	PRIMARY KEY (card_id, person_id, tie), 
	FOREIGN KEY(card_id) REFERENCES card (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE comment (
	id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	author_id INTEGER, 
	meeting_id INTEGER, 
	kind VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	audience VARCHAR NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(author_id) REFERENCES person (id), 
	FOREIGN KEY(card_id) REFERENCES card (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id)
);
CREATE INDEX ix_comment_card_id ON comment (card_id);
CREATE TABLE dependency (
	id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	on_card_id INTEGER, 
	on_team VARCHAR, 
	what TEXT NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	settled_at VARCHAR(32), 
	PRIMARY KEY (id), 
	FOREIGN KEY(card_id) REFERENCES card (id), 
	FOREIGN KEY(on_card_id) REFERENCES card (id)
);
CREATE INDEX ix_dependency_card_id ON dependency (card_id);
CREATE TABLE event (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	actor_id INTEGER, 
	meeting_id INTEGER, 
	card_id INTEGER, 
	verb VARCHAR NOT NULL, 
	data TEXT NOT NULL, 
	changes TEXT NOT NULL, 
	audience VARCHAR NOT NULL, 
	undoable BOOLEAN NOT NULL, 
	undone BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES person (id), 
	FOREIGN KEY(card_id) REFERENCES card (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(team_id) REFERENCES team (id), 
	UNIQUE (team_id, seq, part)
);
CREATE INDEX ix_event_card ON event (card_id);
CREATE INDEX ix_event_meeting_id ON event (meeting_id);
CREATE TABLE vote (
	card_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	dots INTEGER NOT NULL, 
	PRIMARY KEY (card_id, person_id), 
	FOREIGN KEY(card_id) REFERENCES card (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE walked (
	meeting_id INTEGER NOT NULL, 
	card_id INTEGER NOT NULL, 
	step VARCHAR NOT NULL, 
	outcome TEXT NOT NULL, 
	seconds INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (meeting_id, card_id, step), 
	FOREIGN KEY(card_id) REFERENCES card (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id)
);
CREATE VIRTUAL TABLE card_search USING fts5(title, body, content='card', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE comment_search USING fts5(body, content='comment', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE TRIGGER comment_learned AFTER INSERT ON comment BEGIN INSERT INTO comment_search (rowid, body) VALUES (new.id, new.body); END;
CREATE TRIGGER comment_forgotten AFTER DELETE ON comment BEGIN INSERT INTO comment_search (comment_search, rowid, body) VALUES ('delete', old.id, old.body); END;
CREATE TRIGGER comment_relearned AFTER UPDATE OF body ON comment BEGIN INSERT INTO comment_search (comment_search, rowid, body) VALUES ('delete', old.id, old.body); INSERT INTO comment_search (rowid, body) VALUES (new.id, new.body); END;
CREATE TABLE half_typed (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	meeting_id INTEGER, 
	gesture VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(team_id) REFERENCES team (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(meeting_id) REFERENCES meeting (id)
);
CREATE INDEX ix_half_typed_meeting_id ON half_typed (meeting_id);
CREATE TABLE "card" (
	id INTEGER NOT NULL, 
	team_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	retro INTEGER DEFAULT '0' NOT NULL, 
	board VARCHAR NOT NULL, 
	column_name VARCHAR NOT NULL, 
	rank VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	body TEXT NOT NULL, 
	flow VARCHAR, 
	origin VARCHAR, 
	type VARCHAR, 
	requester VARCHAR, 
	url TEXT, 
	tags TEXT NOT NULL, 
	due DATE, 
	toil BOOLEAN NOT NULL, 
	audience VARCHAR NOT NULL, 
	sealed BOOLEAN NOT NULL, 
	status VARCHAR NOT NULL, 
	gone BOOLEAN NOT NULL, 
	author_id INTEGER, 
	blocked_reason TEXT, 
	blocked_since VARCHAR(32), 
	from_card_id INTEGER, 
	from_meeting_id INTEGER, 
	merged_iteration INTEGER, 
	merged_rank VARCHAR, 
	put_off INTEGER NOT NULL, 
	outcome TEXT, 
	minutes INTEGER, 
	group_id INTEGER, 
	thief_marks TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	updated_at VARCHAR(32) NOT NULL, 
	entered_column_at VARCHAR(32) NOT NULL, 
	started_at VARCHAR(32), 
	done_at VARCHAR(32), 
	PRIMARY KEY (id), 
	FOREIGN KEY(author_id) REFERENCES person (id), 
	FOREIGN KEY(from_card_id) REFERENCES card (id), 
	FOREIGN KEY(from_meeting_id) REFERENCES meeting (id), 
	FOREIGN KEY(group_id) REFERENCES card (id), 
	FOREIGN KEY(team_id) REFERENCES team (id), 
	UNIQUE (team_id, retro, number)
);
CREATE INDEX ix_card_from_card_id ON card (from_card_id);
CREATE INDEX ix_card_from_meeting_id ON card (from_meeting_id);
CREATE INDEX ix_card_place ON card (team_id, board, column_name, rank);
CREATE TRIGGER card_learned AFTER INSERT ON card BEGIN INSERT INTO card_search (rowid, title, body) VALUES (new.id, new.title, new.body); END;
CREATE TRIGGER card_forgotten AFTER DELETE ON card BEGIN INSERT INTO card_search (card_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END;
CREATE TRIGGER card_relearned AFTER UPDATE OF title, body ON card BEGIN INSERT INTO card_search (card_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); INSERT INTO card_search (rowid, title, body) VALUES (new.id, new.title, new.body); END;
INSERT INTO alembic_version (version_num) VALUES ('0003');
