"use strict";
/* The panel: on whose word, in which words. Every text enters the page through textContent. */

const MOST_CARDS = 25;

/* make("p", {class: "quiet"}, "text", child): an element; strings become text, never markup. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const quiet = (text) => make("p", { class: "quiet" }, text);
const badge = (text, kind = "") => make("span", { class: `badge ${kind}` }, text);

function linkTo(entity) {
  if (entity == null) return make("span", {}, "a party not in this picture");
  return make("button", { type: "button", class: "link", dir: "auto", onclick: () => chooseEntity(entity) },
    entities[entity].name);
}

/* Twelve at first; the rest on request. */
function longList(items, made, most = MOST_CARDS) {
  const shown = items.slice(0, most).map(made);
  if (items.length <= most) return shown;
  const more = make("button", { type: "button", class: "more", onclick: () => {
    more.replaceWith(...longList(items.slice(most), made, most));
  } }, `Show ${Math.min(most, items.length - most)} more of ${items.length - most}`);
  return [...shown, more];
}

/* An address is a link only where it leads to the web. */
function address(url) {
  const web = /^https?:\/\//i.test(url);
  return web ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, "source") : make("span", {}, url);
}

function sourceLine(claim) {
  const { name, title, publisher, published, url, summarises } = documents[claim.document];
  const who = summarises ? `as summarised by knockon from ${summarises}` : publisher ?? "publisher unknown";
  const parts = [title ?? name, published ?? "date unknown", claim.place].filter(Boolean).join(" · ");
  return make("p", { class: "source" }, make("strong", { dir: "auto" }, who), " · ", make("span", { dir: "auto" }, parts),
    url ? " · " : "", url ? address(url) : "");
}

function valueOf(claim) {
  const figure = claim.quantity && claim.value ? `${claim.quantity} (${claim.value})` : claim.quantity ?? claim.value;
  return `${words.adverbs[claim.modality]} ${words.relations[claim.predicate]}: ${figure}`.trim();
}

function claimSentence(claim) {
  if (claim.object === undefined) return [make("span", { dir: "auto" }, valueOf(claim))];
  const said = [words.adverbs[claim.modality], words.relations[claim.predicate]].filter(Boolean).join(" ");
  return [linkTo(claim.subject), ` ${said} `, linkTo(claim.object)];
}

function claimBadges(claim) {
  return make("p", { class: "badges" },
    badge(words.modalities[claim.modality], claim.modality),
    badge(words.grades[claim.grade], claim.grade),
    badge(period(claim)),
    claim.quantity && claim.object !== undefined ? badge(claim.quantity) : null);
}

/* One claim: its words, who says so, how firmly, where it stands. */
function claimCard(number, withSentence = false, withBadges = true) {
  const claim = claims[number];
  const quote = claim.quote === undefined ? quiet("No words of its own: a rule concluded it.")
    : make("blockquote", { dir: "auto" }, claim.quote);
  return make("article", { class: `claim ${claim.modality}` },
    withSentence ? make("p", { class: "says" }, claimSentence(claim)) : null,
    quote,
    claim.attributed_to ? make("p", { class: "source", dir: "auto" }, `said by ${claim.attributed_to}`) : null,
    sourceLine(claim),
    withBadges ? claimBadges(claim) : null,
    claim.rule ? make("p", { class: "source" }, `rule: ${claim.rule}`) : null,
    premises(claim),
    make("p", { class: "number" }, `claim ${claim.id}`));
}

function premises(claim) {
  if (!claim.premises) return null;
  return make("details", {}, make("summary", {}, `resting on ${claim.premises.length}`),
    claim.premises.map((number) => claimCard(number, true)));
}

function relationBadges(relation) {
  const count = relation.sources ?? 1;
  return make("p", { class: "badges" },
    badge(words.modalities[relation.modality], relation.modality),
    badge(words.grades[relation.grade], relation.grade),
    relation.contested ? badge("contested", "contested") : null,
    relation.stopped ? badge("stopped", "stopped") : null,
    relation.share ? badge(`${relation.share}%`) : null,
    badge(period(relation)),
    badge(`${count} independent source${count === 1 ? "" : "s"}`));
}

/* A relation with its claims; folded away in a long panel. One claim firm as the relation need not say so again. */
function relationCard(number, openly = false, aside = null) {
  const { from, to } = picture.edges[number];
  const relation = relations[number];
  const head = [make("span", { dir: "auto" }, entities[from].name), make("em", {}, ` ${phrase(relation)} `),
    make("span", { dir: "auto" }, entities[to].name)];
  return make("details", { class: `relation ${words.families[relation.type]}`, open: openly },
    make("summary", {}, head),
    relationBadges(relation),
    make("p", { class: "ends" }, "go to ", from === aside ? null : linkTo(from), aside === null ? " or " : null,
      to === aside ? null : linkTo(to)),
    longList(relation.claims, (claim) => claimCard(claim, false, relation.claims.length > 1)));
}

function section(title, children) {
  return children.length ? [make("h3", {}, title), ...children] : [];
}

/* Name and value pairs; empty ones are left out. */
function table(pairs) {
  const held = pairs.filter(([, value]) => value && value.length !== 0);
  return held.length ? make("dl", {}, held.map(([name, value]) => [make("dt", {}, name),
    make("dd", { dir: "auto" }, Array.isArray(value) ? value.join(", ") : value)])) : null;
}

function listingCard(listing) {
  const nameOf = (entity) => entities[entity]?.name;
  return make("div", { class: "listing" }, table([
    ["list", nameOf(listing.list)],
    ["action", nameOf(listing.action)],
    ...(listing.dates ?? []).map(([kind, date]) => [kind === "ended" ? "removed" : kind, date]),
    ["citation", listing.citations],
    ["licence", listing.licence_requirement],
    ["policy", listing.licence_policy],
    ["footnotes", listing.footnotes],
  ]), make("details", {}, make("summary", {}, `evidence (${listing.claims.length})`),
    longList(listing.claims, (claim) => claimCard(claim, true))));
}

const STANDINGS = { listed: "on a list", hedged: "listing hedged or contested", ended: "was on a list, since removed" };

function conflictCard({ left, right, kind, why }) {
  return make("article", { class: "conflict" },
    make("p", {}, badge(kind, "contested"), " ", why),
    make("div", { class: "sides" }, [left, right].map((number) => claimCard(number, true))));
}

function conflictsOn(about, numbers) {
  const within = new Set(numbers);
  return conflicts.filter((one) => about.includes(one.about) || within.has(one.left) || within.has(one.right));
}

/* Claims about an entity that no relation and no listing in its panel shows already. */
function otherClaims(entity) {
  const shown = new Set(relationsAt[entity].flatMap((number) => relations[number].claims));
  (entities[entity].listings ?? []).forEach((listing) => listing.claims.forEach((claim) => shown.add(claim)));
  return claimsAt[entity].filter((number) => !shown.has(number));
}

function entityPanel(number) {
  const entity = entities[number];
  const ordered = [...relationsAt[number]].filter(relationShown)
    .sort((a, b) => familyOrder(a) - familyOrder(b) || rank[other(a, number)] - rank[other(b, number)]);
  const kept = relationsAt[number].length - ordered.length;
  return [
    make("h2", { dir: "auto" }, entity.name),
    make("p", { class: "badges" }, badge([words.labels[entity.label].word, entity.kind].filter(Boolean).join(", ")),
      entity.standing ? badge(STANDINGS[entity.standing], entity.standing) : null),
    table([
      ["also called", entity.aliases],
      ["country", entity.countries],
      ["sector", entity.sectors],
      ["identifiers", entity.identifiers],
      ...(entity.dates ?? []),
      ["citation", entity.citations],
      ["named in", entity.documents ? `${entity.documents} document${entity.documents === 1 ? "" : "s"}` : ""],
    ]),
    ...section("Conflicts", conflictsOn([entity.id], claimsAt[number]).map(conflictCard)),
    ...section(`Relations (${ordered.length})`, longList(ordered, (one, place) => relationCard(one, place < 3, number))),
    kept ? quiet(`${kept} more switched off in the legend or not opened.`) : null,
    ...section("Listings", (entity.listings ?? []).map(listingCard)),
    ...section("Also said of it", longList(otherClaims(number), (claim) => claimCard(claim, true), 5)),
  ];
}

/* Trade and money before lists, and seats last. */
function familyOrder(relation) {
  return words.order.indexOf(words.families[relations[relation].type]);
}

function other(relation, entity) {
  const { from, to } = picture.edges[relation];
  return from === entity ? to : from;
}

function relationPanel(number) {
  const { from, to } = picture.edges[number];
  const relation = relations[number];
  return [
    make("h2", { class: "fact" }, linkTo(from), make("em", {}, ` ${phrase(relation)} `), linkTo(to)),
    relationBadges(relation),
    ...section("Conflicts", conflictsOn([relation.id], relation.claims).map(conflictCard)),
    ...section(`In these words (${relation.claims.length})`, longList(relation.claims, (claim) => claimCard(claim))),
  ];
}

function mostConnected() {
  return picture.order.filter(entityShown).slice(0, 10).map((number) => make("li", {}, icon(entities[number].label),
    linkTo(number), make("span", { class: "count" }, String(neighbours(number).length))));
}

const KEYS = [["/", "search"], ["← →", "neighbours"], ["↓ ↑", "step in, step back"], ["f", "fit"], ["t", "light or dark"],
  ["Esc", "clear"]];

function overview() {
  return [
    make("h2", {}, "Nothing chosen"),
    make("p", {}, "Choose a party or a line in the picture, or search. Each fact shows the words that it was read from."),
    make("p", {}, "A ring marks a listed party. A dashed line is hedged or contested, a dotted one with a cross has stopped. ",
      "What is not drawn here is not thereby safe: it was not read, or not said."),
    make("h3", {}, "Most connected"),
    make("ul", { class: "entries" }, mostConnected()),
    make("h3", {}, "Keys"),
    make("dl", { class: "keys" }, KEYS.map(([key, does]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)])),
  ];
}

function pathPanel() {
  const steps = lit()?.relations ?? [];
  return [make("h2", {}, "The path"), ...steps.map((number) => relationCard(number, true))];
}

function showEvidence() {
  const content = chosen.relation !== null ? relationPanel(chosen.relation)
    : chosen.entity !== null ? entityPanel(chosen.entity) : chosen.path ? pathPanel() : overview();
  const panel = document.getElementById("evidence");
  panel.replaceChildren(...content.filter(Boolean));
  panel.scrollTop = 0;
}
