// The page's own Python, in a worker: Pyodide's files are fetched once and stay in the browser, then explorers are made and
// their messages carried (utils/widgets/browser.py). The site writes before it (utils/site/live.py) FILES, what each file is
// called, where it lies, how many bytes travel, and LUGGAGE, how many each file has that an explorer takes along.

const KEPT = "course-python";

const load = self.fetch; // before Pyodide gets one of its own
const keep = self.caches?.open(KEPT).catch(() => undefined); // on https or this very machine; else browsers keep none
let [done, total] = [0, 0]; // bytes of what is under way

// A file as a stream whose bytes are counted while they come; it is asked for only once where browsers keep files.
async function stream(address, bytes) {
	if (done === total) [done, total] = [0, 0];
	total += bytes;
	const url = new URL(address, location.href).href;
	const kept = await keep;
	const known = await kept?.match(url);
	const answer = known ?? (await load(url));
	if (!answer.ok) throw new Error(`${answer.status} ${url}`);
	if (!known) kept?.put(url, answer.clone()).catch(() => {}); // no room: it is asked for again the next time
	const count = new TransformStream({
		transform(chunk, out) {
			done += chunk.length;
			postMessage({ progress: done / total });
			out.enqueue(chunk);
		},
	});
	return /** @type {ReadableStream} */ (answer.body).pipeThrough(count);
}

async function unzipped({ address, bytes }) {
	return new Response((await stream(address, bytes)).pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

// All files by name; those of an earlier site are forgotten.
async function allFiles() {
	const contents = await Promise.all(Object.values(FILES).map(unzipped));
	const ours = [...Object.values(FILES).map(({ address }) => address), ...Object.keys(LUGGAGE)];
	const urls = ours.map((address) => new URL(address, location.href).href);
	const kept = await keep;
	for (const { url } of (await kept?.keys()) ?? []) if (!urls.includes(url)) kept?.delete(url);
	return Object.fromEntries(Object.keys(FILES).map((name, i) => [name, contents[i]]));
}

// Pyodide asks for its files by address; it gets these, and nobody is asked for any other.
function answerWith(files) {
	self.fetch = (address) => {
		const name = `${address}`.split("/").pop() ?? "";
		if (!files[name]) return Promise.reject(new TypeError(`not of this site: ${address}`));
		const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
		return Promise.resolve(new Response(files[name], { headers: { "Content-Type": type } }));
	};
}

async function started() {
	const files = await allFiles();
	postMessage({ starting: true });
	answerWith(files);
	for (const name of ["pyodide.asm.js", "pyodide.js"]) {
		importScripts(URL.createObjectURL(new Blob([files[name]], { type: "text/javascript" })));
	}
	const python = await loadPyodide({ indexURL: new URL(".", location.href).href });
	await python.loadPackage(["numpy", "contourpy", "threadpoolctl"], { messageCallback() {} });
	python.unpackArchive(files["course.zip"], "zip", { extractDir: "/course" });
	python.runPython("import sys; sys.path.insert(0, '/course')");
	return [python, python.pyimport("utils.widgets.browser").begin];
}

// An error as one line: the last one of what Python says.
const told = (error) => `${error.message ?? error}`.trim().split("\n").pop();

const ready = started();
ready.then(() => postMessage({ ready: true }), (error) => postMessage({ failed: told(error) }));

// What an explorer takes along.
async function luggage(name) {
	return name ? new Uint8Array(await new Response(await stream(name, LUGGAGE[name])).arrayBuffer()) : new Uint8Array();
}

const explorers = {}; // what takes the messages of each

onmessage = async ({ data: { id, asked, message } }) => {
	if (message) return explorers[id](JSON.stringify(message));
	const [python, begin] = await ready;
	const send = (packet) => {
		const bytes = packet.toJs();
		postMessage({ id, packet: bytes }, { transfer: [bytes.buffer] });
	};
	try {
		const packed = python.toPy(await luggage(asked.recipe[3]));
		explorers[id] = begin(JSON.stringify(asked), (spec) => postMessage({ id, spec: JSON.parse(spec) }), send, packed);
	} catch (error) {
		postMessage({ id, failed: told(error) });
	}
};
