// Who is where at a moment: customers, their contacts, agents, and what strangers do.
import { MOVES } from "./data.js";

const KEPT = 400; // so many of those whose case has ended are still drawn; all are counted

class Place {
  constructor(kind, index) {
    Object.assign(this, { kind, index, tokens: new Set(), slots: [], dropped: 0, dirty: true });
  }

  // A queue is joined at its end; elsewhere the first free spot is taken, and nobody else moves.
  add(token) {
    const free = this.kind === "queue" ? -1 : this.slots.indexOf(undefined);
    token.slot = free < 0 ? this.slots.length : free;
    this.slots[token.slot] = token;
    this.tokens.add(token);
    this.dirty = true;
  }

  remove(token) {
    if (this.tokens.delete(token)) this.slots[token.slot] = undefined;
    else this.dropped--; // it is no longer drawn, only counted
    this.dirty = true;
  }

  // Lets those behind move up when whole rows before them are free, or most spots between them.
  closeUp(row) {
    const { slots } = this;
    while (slots.length && !slots[slots.length - 1]) slots.pop();
    const first = this.kind === "queue" ? slots.findIndex(Boolean) : 0;
    if (slots.length > 2 * (this.tokens.size + row)) this.slots = slots.filter(Boolean);
    else if (first >= row) this.slots = slots.slice(first - first % row);
    else return;
    this.slots.forEach((token, slot) => token && (token.slot = slot));
  }

  get count() {
    return this.tokens.size + this.dropped;
  }
}

export class World {
  constructor(record) {
    this.record = record;
    this.teamOf = []; // by channel
    record.teams.forEach((team, index) => team.channels.forEach((channel) => (this.teamOf[channel] = index)));
    this.reset();
  }

  reset() {
    const row = (kind, length) => Array.from({ length }, (_, index) => new Place(kind, index));
    const { teams, channels, agents } = this.record;
    this.home = new Place("home", 0);
    this.partner = new Place("partner", 0);
    this.queues = row("queue", teams.length);
    this.asides = row("aside", teams.length);
    this.desks = row("agent", agents.length);
    this.unseen = row("unseen", channels.length);
    this.outcomes = row("outcome", 5);
    this.places = [
      this.home, this.partner, ...this.queues, ...this.asides, ...this.desks, ...this.unseen, ...this.outcomes];
    this.people = new Map();
    this.duty = agents.map(() => ({ on: false, away: false }));
    this.reactions = channels.map(() => 0);
    this.now = -1;
    this.moves = this.duties = this.reacted = 0;
    this.trails = [];
  }

  // Moves on to a moment; earlier ones begin anew. Returns whether anything happened.
  goTo(now) {
    if (now < this.now) this.reset();
    const { record } = this, { columns } = record;
    const before = this.moves + this.duties;
    for (; this.duties < record.dutyTime.length && record.dutyTime[this.duties] <= now; this.duties++) {
      const duty = this.duty[columns.duty_agent[this.duties]], kind = columns.duty_kind[this.duties];
      if (kind < 2) duty.on = kind === 0;
      else duty.away = kind === 2;
    }
    for (; this.reacted < record.reactionTime.length && record.reactionTime[this.reacted] <= now; this.reacted++) {
      this.reactions[columns.reactions_channel[this.reacted]] += columns.reactions[this.reacted];
    }
    for (; this.moves < record.order.length && record.time[record.order[this.moves]] <= now; this.moves++) {
      const beat = record.order[this.moves];
      this.apply(record.whose[beat], record.time[beat], ...record.codes[columns.code[beat]]);
    }
    this.now = now;
    return this.moves + this.duties > before;
  }

  nextMove() {
    const { record } = this;
    return this.moves < record.order.length ? record.time[record.order[this.moves]] : Infinity;
  }

  // When something happens next that can be seen.
  nextChange() {
    const { reactionTime } = this.record;
    return Math.min(this.nextMove(), this.reacted < reactionTime.length ? reactionTime[this.reacted] : Infinity);
  }

  apply(number, time, contact, kind, index) {
    const person = this.person(number);
    if (kind === MOVES.HOME) this.put(person.self, this.home, time);
    else if (kind === MOVES.ENDS) this.ends(person, index, time);
    else if (kind === MOVES.CLOSED || kind === MOVES.HUNG_UP) this.closes(person, contact, time, kind);
    else this.contactGoes(person, contact, kind, index, time);
  }

  person(number) {
    let person = this.people.get(number);
    if (!person) {
      const self = { number, contact: 0, person: null, place: null, x: NaN, y: NaN, mark: "", via: null };
      person = { number, self, contacts: new Map(), main: self, ended: false };
      self.person = person;
      this.people.set(number, person);
    }
    return person;
  }

  contactGoes(person, contact, kind, index, time) {
    let token = person.contacts.get(contact);
    if (!token) {
      const { x, y } = person.main;
      token = { number: person.number, contact, person, place: null, x, y, mark: "", via: null };
      person.contacts.set(contact, token);
    }
    token.mark = MARKS[kind] || "";
    if (kind === MOVES.ENTERS) token.via = index;
    if (kind === MOVES.HANDED) this.trails.push({ token, x: token.x, y: token.y, begun: NaN });
    this.put(token, this.placeOf(kind, index), time);
    if (person.ended) return;
    this.take(person.self);
    this.leads(person, token);
  }

  placeOf(kind, index) {
    switch (kind) {
      case MOVES.ENTERS: return this.queues[this.teamOf[index]];
      case MOVES.HANDED: case MOVES.CALLED_BACK: return this.queues[index];
      case MOVES.AGENT: return this.desks[index];
      case MOVES.PARTNER: return this.partner;
      case MOVES.UNSEEN: return this.unseen[index];
      default: return this.asides[index];
    }
  }

  closes(person, contact, time, kind) {
    const token = person.contacts.get(contact);
    if (!token) return;
    if (kind === MOVES.HUNG_UP) this.trails.push({ mark: "✕", token, x: token.x, y: token.y, begun: NaN });
    this.take(token);
    person.contacts.delete(contact);
    if (person.ended || person.main !== token) return;
    const others = [...person.contacts.values()];
    if (!others.length) this.put(person.self, this.home, time);
    this.leads(person, others.length ? others[others.length - 1] : person.self);
  }

  ends(person, outcome, time) {
    person.ended = true;
    const place = this.outcomes[outcome];
    this.put(person.self, place, time);
    this.leads(person, person.self);
    if (place.tokens.size > KEPT) {
      const oldest = place.tokens.values().next().value;
      place.remove(oldest);
      place.dropped++;
    }
  }

  // From now on a token is where the customer's dot is; it sets out from where her dot was.
  leads(person, token) {
    if (person.main === token) return;
    token.x = person.main.x;
    token.y = person.main.y;
    person.main = token;
  }

  put(token, place, time) {
    this.take(token);
    token.place = place;
    token.since = time;
    place.add(token);
  }

  take(token) {
    const { place } = token;
    if (!place) return;
    place.remove(token);
    token.place = null;
  }

  counts() {
    const sum = (places) => places.reduce((total, place) => total + place.count, 0);
    return { waiting: sum(this.queues), served: sum(this.desks), solved: this.outcomes[0].count };
  }
}

const MARKS = { [MOVES.ASKED]: "?", [MOVES.SOLUTION]: "…", [MOVES.CALLED_BACK]: "☎" };
