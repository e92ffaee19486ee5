// The search page: under each page that Sphinx has found stands the passage that says most of what was asked, and the
// link leads to it. The passages come in passages.js, which works in a folder too.

const WORD = /[\p{L}\p{N}_]+/gu;
const BEFORE = 90; // characters of a quote before the first word that was asked for
const LONGEST = 260;
const SINGLE_WORDS = 40; // characters at most: a term in a table
const ASIDE = /^(c-(questions|exercise|in-short)|$)/; // places; at a page's top stands what it promises

const stemmer = new Stemmer();
const stems = new Map();
const lower = (text) => text.toLocaleLowerCase(document.documentElement.lang);

function stem(word) {
	if (!stems.has(word)) stems.set(word, stemmer.stemWord(lower(word)));
	return stems.get(word);
}

const query = new URLSearchParams(location.search).get("q") ?? "";
const asked = splitQuery(query.trim()).filter((word) => !stopwords.has(lower(word))).map(stem);

// As Sphinx looks, a long word counts inside another one, too; so does one with an ending that the stemmer did not know.
const within = (word, term) => word.length > 2 && term.includes(word);
const answers = (word, term) =>
	stem(word) === term || within(term, stem(word)) || (stem(word).length > 3 && term.startsWith(stem(word)));

// Where a text has the words: [{from, to, term, exact}].
function hits(text) {
	return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
		const term = asked.find((term) => answers(word, term));
		return term === undefined ? [] : [{ from: index, to: index + word.length, term, exact: stem(word) === term }];
	});
}

const termsOf = (found) => new Set(found.map(({ term }) => term)).size;

// How well a text answers: first of all by how many of the words asked for are in it or its heading; then prose before
// code, explanations before questions and single words, what begins with a word (as an entry of the glossary does), what
// has more of them.
function worth({ passage: { place }, text, found, kind, terms }) {
	const explains = !ASIDE.test(place) && text.length > SINGLE_WORDS;
	const begins = found[0].from === 0 && found[0].exact;
	const better = (kind === "prose" ? 50 : 0) + (explains ? 20 : 0) + (begins ? 10 : 0);
	return 100 * terms + better + Math.min(found.length, 3);
}

// What the passages of a page have of the query: [{passage, text, kind, found, terms, worth}], the best first, then as on the page.
function quotesOf(page) {
	const quotes = page.flatMap((passage) =>
		["prose", "code"].flatMap((kind) =>
			passage[kind]
				.map((text) => ({ passage, text, kind, found: hits(text) }))
				.filter(({ found }) => found.length)
				.map((quote) => ({ ...quote, terms: termsOf([...quote.found, ...hits(passage.heading)]) }))
				.map((quote) => ({ ...quote, worth: worth(quote) }))
		)
	);
	return quotes.sort((a, b) => b.worth - a.worth);
}

// A paragraph that shows the surroundings of the first hit, the words marked.
function paragraph({ text, found }) {
	const start = found[0].from > BEFORE ? text.indexOf(" ", found[0].from - BEFORE) + 1 : 0;
	const end = text.length - start > LONGEST ? text.lastIndexOf(" ", start + LONGEST) : text.length;
	const node = Object.assign(document.createElement("p"), { className: "context" });
	let at = start;
	for (const { from, to } of found.filter(({ to }) => to <= end)) {
		node.append(text.slice(at, from), Object.assign(document.createElement("mark"), { textContent: text.slice(from, to) }));
		at = to;
	}
	node.append(text.slice(at, end));
	if (start) node.prepend("… ");
	if (end < text.length) node.append(" …");
	return node;
}

// Quote under a found page, name its lesson's number and its heading, and put it before pages that say less: first count
// the words of the query in one passage, then Sphinx's own measure, then the passages.
function show(item) {
	if (item.dataset.weight) return; // it only came to another place in the list
	const link = item.querySelector("a");
	const name = link.getAttribute("href").replace(/\.html.*/, "");
	const [title, number] = [link.textContent, /^\d\d(?=_)/.exec(name)];
	const quotes = quotesOf(PASSAGES[name] ?? []);
	const [best] = quotes;
	item.dataset.weight = 1e6 * (best?.terms ?? 0) + 1e3 * link.dataset.score + quotes.length;
	if (number) link.prepend(`${number} · `);
	if (best) {
		const { place, heading } = best.passage;
		if (heading !== title) link.append(` › ${heading}`);
		if (place && !link.hash) link.hash = place;
		item.append(paragraph(best));
	}
	const lighter = [...item.parentElement.children].find((other) => +other.dataset.weight < +item.dataset.weight);
	if (lighter) lighter.before(item);
}

const FOUND = ".search > li";
const showNew = (nodes) => [...nodes].filter((node) => node.matches?.(FOUND)).forEach(show);
const look = (changes) => changes.forEach(({ addedNodes }) => showNew(addedNodes));
for (const list of document.querySelectorAll("#search-results")) {
	new MutationObserver(look).observe(list, { childList: true, subtree: true });
}
document.querySelectorAll(FOUND).forEach(show);
