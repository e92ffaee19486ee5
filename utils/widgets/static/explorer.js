// The front end of every explorer: draws a scene's marks (marks.py), brings the controls to life (page.py), keeps at most
// one request under way, the latest value winning. All mathematics is in Python. No dependency, no build step.

/**
 * What Python sends, and is told.
 * @import { Bytes, Colormap, Control, DragBoxes, DragPoints, DrawingPad, Floats, Limits, Mark, Message } from "./types.js"
 * @import { Model, Palette, Panel, Request, Sent, Source, Spec, State, Ticks } from "./types.js"
 */

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const { min, max, abs, floor, ceil, round, log10, hypot } = Math;
const clamp = (value, low, high) => min(max(value, low), high);
const sorted = (a, b) => (a < b ? [a, b] : [b, a]);
const range = (count) => Array.from({ length: count }, (_, i) => i);
// A list has one for each, anything else holds for all.
/** @type {(value: number | Floats, i: number) => number} */
const nth = (value, i) => (typeof value === "number" ? value : value[i]);
export const on = (node, type, action, options) => node.addEventListener(type, action, options);
/** @type {<T extends HTMLElement = HTMLElement>(node: ParentNode, selector: string) => T[]} */
export const all = (node, selector) => /** @type {any[]} */ ([...node.querySelectorAll(selector)]);
// Set what differs: even an old value set anew makes the browser lay the page out.
const put = (node, values) => Object.entries(values).forEach(([name, value]) => node[name] === value || (node[name] = value));
/** @type {<K extends keyof HTMLElementTagNameMap>(tag: K, properties: object) => HTMLElementTagNameMap[K]} */
export const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
/** @type {(canvas: HTMLCanvasElement, settings?: CanvasRenderingContext2DSettings) => CanvasRenderingContext2D} */
const penOf = (canvas, settings) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// The inverse of packing.py.
export function unpack({ buffer, byteOffset }) {
	const length = new DataView(buffer).getUint32(byteOffset, true);
	const text = new TextDecoder().decode(new Uint8Array(buffer, byteOffset + 4, length));
	const start = byteOffset + 4 + length;
	return whole(JSON.parse(text), buffer, start);
}

// Put the arrays in their places: a walk of our own takes a third of the time of JSON.parse with a function.
function whole(value, buffer, start) {
	if (typeof value !== "object" || !value) return value;
	const [offset, type, shape] = value["@"] ?? [];
	if (shape) {
		const kind = type === "f4" ? Float32Array : Uint8Array;
		const [from, size] = [start + offset, shape.reduce((a, b) => a * b, kind.BYTES_PER_ELEMENT)];
		return Object.assign(new kind(buffer.slice(from, from + size)), { shape });
	}
	for (const key in value) value[key] = whole(value[key], buffer, start);
	return value;
}

// Numbers as the reader's language writes them, with a true minus sign. Formatters are slow to make, so kept.
/** @type {(language: string) => (value: number, digits: number) => string} */
function numbers(language) {
	const known = {};
	return (value, digits) => {
		/** @type {Intl.NumberFormatOptions} */
		const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" };
		return (known[digits] ??= new Intl.NumberFormat(language, options)).format(value).replace("-", "\u2212");
	};
}

// ---- Colours

// The page's style sheet holds the colours of a light and of a dark page as variables; canvases are told their values.
class Theme {
	/** @type {Record<string, string>} */
	names = { black: "#000", white: "#fff" };
	/** @type {{ [M in Colormap]?: Uint32Array }} */
	tables = {};

	/**
	 * @param {HTMLElement} root
	 * @param {Palette} palette
	 */
	constructor(root, palette) {
		this.style = getComputedStyle(root);
		this.palette = palette;
		this.font = this.style.fontFamily;
		this.unit = parseFloat(this.style.fontSize) * 0.87;
	}

	// The colour of a name, or of the i-th name of a list.
	/** @type {(name: string | string[], i?: number) => string} */
	color(name, i = 0) {
		if (Array.isArray(name)) return this.color(name[i]);
		return (this.names[name] ??= this.style.getPropertyValue(`--${name}`));
	}

	// 256 colours of a colour map, each as the four bytes that ImageData wants.
	/** @type {(map: Colormap) => Uint32Array} */
	table(map) {
		if (this.tables[map]) return this.tables[map];
		const pen = penOf(make("canvas", { width: 256, height: 1 }));
		const mixed = pen.createLinearGradient(0.5, 0, 255.5, 0);
		this.palette.maps[map].forEach((name, i, { length }) => mixed.addColorStop(i / (length - 1), this.color(name)));
		pen.fillStyle = mixed;
		pen.fillRect(0, 0, 256, 1);
		return (this.tables[map] = new Uint32Array(pen.getImageData(0, 0, 256, 1).data.buffer));
	}

	/** @type {(map: Colormap, tone: number) => number[]} */
	rgb = (map, tone) => [0, 8, 16].map((shift) => (this.table(map)[tone] >> shift) & 255);

	// Black or white, whichever is read better on a colour of a map.
	/** @type {(map: Colormap, tone: number) => string} */
	on(map, tone) {
		const [r, g, b] = this.rgb(map, tone);
		return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#000" : "#fff";
	}
}

// Pixels (three colours each, or tones of a map) as a canvas; one is kept for each size, so copy it at once.
const scratch = {};
/** @type {(pixels: Bytes, table: Uint32Array, holes?: boolean) => HTMLCanvasElement} */
function bitmap(pixels, table, holes) {
	const [height, width, channels] = pixels.shape;
	const canvas = (scratch[`${width} ${height}`] ??= make("canvas", { width, height }));
	const image = new ImageData(width, height);
	const target = new Uint32Array(image.data.buffer);
	const tone = (p) => (holes && p === 255 ? 0 : table[p]);
	for (let i = 0, k = 0; i < target.length; i++) {
		target[i] = channels ? (255 << 24) | pixels[k++] | (pixels[k++] << 8) | (pixels[k++] << 16) : tone(pixels[i]);
	}
	penOf(canvas, { willReadFrequently: true }).putImageData(image, 0, 0);
	return canvas;
}

// ---- One panel: a canvas, and a button on everything that can be dragged

/** @typedef {(value: number) => number} Scale from values to pixels, or back */
/** @typedef {{ fill?: string, align?: CanvasTextAlign, size?: number, bold?: boolean, halo?: boolean }} Style of words */

// What a handle moves: the i-th point or box of a control, or the second corner of this box. `at`: its coordinates. `rect`:
// left, top, right, bottom in pixels.
/** @typedef {{ control: Dragged, i: number, what: "point" | "box" | "corner", at: number[], rect: number[] }} Held */
/** @typedef {DragPoints | DragBoxes} Dragged */
/** @typedef {HTMLButtonElement & { held: Held }} Handle */

class Plot {
	/** @type {Panel} */
	panel;
	/** @type {Theme} */
	theme;
	/** @type {Handle[]} */
	handles = [];
	/** @type {Ticks} */
	xTicks;
	/** @type {Ticks} */
	yTicks;
	/** @type {Scale} */
	x;
	/** @type {Scale} */
	y;
	/** @type {Scale} */
	unX;
	/** @type {Scale} */
	unY;
	// Where the axes stand, and how large the canvas is, in pixels.
	left = 0;
	right = 0;
	top = 0;
	bottom = 0;
	width = 0;
	height = 0;
	unit = 0; // the height of the type
	slanted = false;

	/**
	 * @param {View} view
	 * @param {HTMLElement} cell
	 */
	constructor(view, cell) {
		this.view = view;
		const [title, legend, frame] = /** @type {HTMLElement[]} */ ([...cell.children]);
		this.title = title;
		this.legend = legend;
		this.frame = frame;
		this.canvas = /** @type {HTMLCanvasElement} */ (frame.firstChild);
		this.pen = penOf(this.canvas);
		on(this.canvas, "dblclick", (event) => this.addPoint(event));
	}

	/** @param {Panel} panel */
	show(panel) {
		this.panel = panel;
		put(this.title, { textContent: panel.title });
		if (this.words !== panel.legend) this.legend.innerHTML = this.words = panel.legend;
		put(this.canvas, { ariaLabel: panel.title || this.view.spec.title });
	}

	see = () => (this.room = [this.frame.clientWidth || 300, this.frame.clientHeight]);

	draw() {
		const { view, canvas, panel, pen } = this;
		// Colours and sizes are known on the page only; a redraw follows there.
		if (!panel || !view.root.isConnected) return;
		this.theme = view.theme;
		this.unit = view.theme.unit;
		this.measure();
		const ratio = window.devicePixelRatio || 1;
		const [width, height] = [this.width, this.height].map((size) => round(size * ratio));
		if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
		canvas.style.height = `${this.height}px`;
		pen.setTransform(ratio, 0, 0, ratio, 0, 0);
		pen.clearRect(0, 0, this.width, this.height);
		if (panel.axes) this.drawAxes();
		for (const mark of panel.marks) {
			pen.save();
			// Lines and pixels end at the axes; points, boxes and words may stick out over them.
			pen.beginPath();
			pen.rect(this.left - 1, this.top - 1, this.right - this.left + 2, this.bottom - this.top + 2);
			if (panel.axes && /line|area|links|image/.test(mark.kind)) pen.clip();
			if ("opacity" in mark && mark.opacity !== undefined) pen.globalAlpha = nth(mark.opacity, 0);
			const draw = /** @type {(plot: Plot, mark: Mark) => void} */ (DRAW[mark.kind]);
			draw(this, mark);
			pen.restore();
		}
		this.placeHandles();
	}

	// Where the axes stand: room for words, then equal units where asked for.
	measure() {
		const { panel, unit } = this;
		[this.width, this.height] = this.room ?? this.see();
		Object.assign(this, { left: 4, right: this.width - 4, top: panel.head ? unit * 1.4 : 4, bottom: this.height - 4 });
		if (panel.axes) this.measureAxes();
		if (panel.equal) {
			const [across, up] = [panel.x, panel.y].map(([low, high]) => abs(high - low));
			const scale = min((this.right - this.left) / across, (this.bottom - this.top) / up);
			const spare = floor(this.bottom - this.top - scale * up);
			this.bottom -= spare;
			this.height -= spare;
			this.right = this.left + scale * across;
		}
		[this.x, this.unX] = scaleOf(panel.x, panel.xlog, this.left, this.right);
		[this.y, this.unY] = scaleOf(panel.y, panel.ylog, this.bottom, this.top);
	}

	measureAxes() {
		const { panel, unit } = this;
		this.font();
		const widest = (ticks) => max(0, ...ticks.map(([, text]) => this.pen.measureText(text).width));
		this.top = unit * (panel.ylabel ? 1.9 : 0.7);
		this.bottom = this.height - unit * (panel.xlabel ? 3.2 : 1.7);
		this.yTicks = panel.yticks ?? this.ticks(panel.y, (this.bottom - this.top) / (unit * 3), "y");
		this.left = widest(this.yTicks) + 10;
		this.right -= unit;
		const width = this.right - this.left;
		this.xTicks = panel.xticks ?? this.ticks(panel.x, width / (unit * 5), "x");
		// Words that would touch each other are slanted.
		const gap = min(...this.xTicks.slice(1).map(([at], i) => abs(at - this.xTicks[i][0])));
		this.slanted = !!panel.xticks && widest(this.xTicks) + 6 > (width * gap) / abs(panel.x[1] - panel.x[0]);
		if (this.slanted) this.bottom -= min(widest(this.xTicks) * 0.72, this.height / 3);
	}

	// About `count` round numbers.
	/** @type {(limits: Limits, count: number, axis: "x" | "y") => Ticks} */
	ticks([low, high], count, axis) {
		const rough = abs(high - low) / max(count, 1);
		const power = 10 ** floor(log10(rough));
		let step = power * ([1, 2, 5].find((m) => m * power >= rough * 0.999) ?? 10);
		if (this.panel.whole.includes(axis)) step = max(1, round(step));
		const [first, last] = sorted(low, high);
		const start = ceil(first / step - 1e-6);
		const digits = max(0, -floor(log10(step) + 1e-6));
		const values = range(floor(last / step + 1e-6) - start + 1).map((i) => (start + i) * step);
		return values.map((value) => [value, this.view.number(value, digits)]);
	}

	font(size = 1, bold = false) {
		this.pen.font = `${bold ? 650 : 400} ${this.unit * size}px ${this.theme.font}`;
	}

	// Words, with a thin halo of paper where they stand on a picture.
	/** @type {(text: string, x: number, y: number, style?: Style) => void} */
	write(text, x, y, { fill, align = "center", size = 1, bold, halo } = {}) {
		const { pen, theme } = this;
		this.font(size, bold);
		const colors = { fillStyle: fill ?? theme.color("ink"), strokeStyle: theme.color("paper") };
		Object.assign(pen, { textAlign: align, textBaseline: "middle", lineWidth: 3, lineJoin: "round", ...colors });
		text.split("\n").forEach((line, i) => {
			const height = y + i * this.unit * size * 1.3;
			if (halo) pen.strokeText(line, x, height);
			pen.fillText(line, x, height);
		});
	}

	line(color, width, dash) {
		const { pen } = this;
		pen.strokeStyle = pen.fillStyle = color;
		pen.lineWidth = width;
		pen.lineJoin = "round";
		pen.lineCap = dash ? "butt" : "round";
		pen.setLineDash(dash ? [width * 3, width * 2.2] : []);
	}

	// A line through points; NaN parts it.
	path(points) {
		let step = "moveTo";
		this.pen.beginPath();
		for (const [x, y] of points) {
			const gap = Number.isNaN(x);
			if (!gap) this.pen[step](x, y);
			step = gap ? "moveTo" : "lineTo";
		}
	}

	drawAxes() {
		const { panel, unit, pen, left, right, top, bottom } = this;
		const stroke = (alpha, ...points) => {
			pen.globalAlpha = alpha;
			this.path(points.map((point) => point.map((value) => round(value) + 0.5)));
			pen.stroke();
		};
		this.line(this.theme.color("muted"), 1);
		const grid = panel.grid ? 0.22 : 0;
		this.xTicks.forEach(([at]) => stroke(grid, [this.x(at), top], [this.x(at), bottom]));
		this.yTicks.forEach(([at]) => stroke(grid, [left, this.y(at)], [right, this.y(at)]));
		stroke(0.55, [left, top], [left, bottom], [right, bottom]);
		pen.globalAlpha = 1;
		for (const [at, text] of this.yTicks) this.write(text, left - 6, this.y(at), { align: "right" });
		for (const [at, text] of this.xTicks) {
			pen.save();
			pen.translate(this.x(at), bottom + unit * 0.95);
			if (this.slanted) pen.rotate(-0.8);
			this.write(text, this.slanted ? 4 : 0, 0, { align: this.slanted ? "right" : "center" });
			pen.restore();
		}
		this.write(panel.xlabel, (left + right) / 2, this.height - unit * 0.75);
		this.write(panel.ylabel, 2, unit * 0.8, { align: "left" });
	}

	// A transparent button on each point, box and corner, so that Tab, fingers and screen readers reach it.
	placeHandles() {
		const wanted = this.panel.marks.flatMap((mark) => this.handlesOf(mark));
		for (const node of this.handles.splice(wanted.length)) node.remove();
		while (this.handles.length < wanted.length) this.frame.append(this.newHandle());
		wanted.forEach((held, i) => this.placeHandle(Object.assign(this.handles[i], { held })));
	}

	// For each handle what it moves, and its rectangle in pixels.
	/** @type {(mark: Mark) => Held[]} */
	handlesOf(mark) {
		if (!("drag" in mark && mark.drag)) return [];
		const value = this.view.state[mark.drag] ?? [];
		const control = /** @type {Dragged} */ (this.view.control(mark.drag));
		const around = ([x, y], r) => [this.x(x) - r, this.y(y) - r, this.x(x) + r, this.y(y) + r];
		if (mark.kind === "points") {
			const radius = max(16, mark.size + 4);
			return value.map((at, i) => ({ control, i, what: "point", at, rect: around(at, radius) }));
		}
		const i = mark.index ?? 0;
		if (!value[i]) return [];
		const [x0, y0, x1, y1] = value[i];
		const rect = [...sorted(this.x(x0), this.x(x1)), ...sorted(this.y(y0), this.y(y1))];
		return [
			{ control, i, what: "box", at: value[i], rect: [rect[0], rect[2], rect[1], rect[3]] },
			{ control, i, what: "corner", at: [x1, y1], rect: around([x1, y1], 16) },
		];
	}

	/** @param {Handle} node */
	placeHandle(node) {
		const { control, i, what, at, rect: [left, top, right, bottom] } = node.held;
		const { number, spec: { words } } = this.view;
		node.style.cssText = `left:${left}px;top:${top}px;width:${right - left}px;height:${bottom - top}px`;
		node.className = `dlx-handle ${what}`;
		const place = at.slice(0, what === "box" ? 4 : 2).map((value) => number(value, 2)).join("; ");
		node.ariaLabel = `${control.label}, ${words[what]} ${i + 1}: ${place}. ${words.drag}`;
	}

	newHandle() {
		const node = /** @type {Handle} */ (make("button", { type: "button" }));
		node.dataset.lmSuppressShortcuts = "true";
		let grip = [];
		on(node, "pointerdown", (event) => {
			node.setPointerCapture(event.pointerId);
			grip = [event.clientX, event.clientY];
		});
		on(node, "pointermove", (event) => {
			if (!node.hasPointerCapture(event.pointerId)) return;
			this.move(node.held, event.clientX - grip[0], event.clientY - grip[1]);
			grip = [event.clientX, event.clientY];
		});
		on(node, "keydown", (event) => this.key(event, node.held));
		this.handles.push(node);
		return node;
	}

	key(event, held) {
		const arrow = ARROWS[event.key];
		const step = (event.shiftKey ? 0.1 : 0.01) * min(this.right - this.left, this.bottom - this.top);
		if (arrow) this.move(held, arrow[0] * step, arrow[1] * step);
		else if (/^(Delete|Backspace)$/.test(event.key)) this.view.removePoint(held.control, held.i);
		else return;
		event.preventDefault();
	}

	// Move a point, a box or its second corner by pixels; a box stays whole within its bounds.
	/** @type {(held: Held, dx: number, dy: number) => void} */
	move({ control: { name, bounds }, i, what }, dx, dy) {
		const value = this.view.state[name].map((item) => [...item]);
		const item = value[i];
		const moved = (k) => (k % 2 ? this.unY(this.y(item[k]) + dy) : this.unX(this.x(item[k]) + dx));
		for (const axis of [0, 1]) {
			const k = what === "corner" ? axis + 2 : axis;
			const size = what === "box" ? item[axis + 2] - item[axis] : 0;
			item[k] = clamp(moved(k), bounds[2 * axis], bounds[2 * axis + 1] - size);
			if (what === "box") item[axis + 2] = item[axis] + size;
		}
		this.view.change(name, value);
	}

	addPoint({ offsetX, offsetY }) {
		const takes = (one) => one.kind === "points" && one.addable && one.panel === this.panel.name;
		const control = /** @type {DragPoints | undefined} */ (this.view.spec.controls.find(takes));
		if (control) this.view.addPoint(control, this.unX(offsetX), this.unY(offsetY));
	}
}

// From values to pixels, and back.
/** @type {(limits: Limits, log: boolean | undefined, start: number, end: number) => [Scale, Scale]} */
function scaleOf([low, high], log, start, end) {
	const [to, back] = log ? [log10, (value) => 10 ** value] : [(value) => value, (value) => value];
	const factor = (end - start) / (to(high) - to(low));
	return [(value) => start + (to(value) - to(low)) * factor, (pixel) => back(to(low) + (pixel - start) / factor)];
}

// ---- Marks

const SHAPES = {
	square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
	triangle: [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]],
	diamond: [[0, -1.25], [1.15, 0], [0, 1.25], [-1.15, 0]],
	cross: [[1, 1], [-1, -1], [0, 0], [1, -1], [-1, 1], [0, 0]],
	plus: [[0, 1.3], [0, -1.3], [0, 0], [1.3, 0], [-1.3, 0], [0, 0]],
};

/** @type {{ [K in Mark["kind"]]: (plot: Plot, mark: Extract<Mark, { kind: K }>) => void }} */
const DRAW = {
	line(plot, { x, y, color, width, dash }) {
		plot.line(plot.theme.color(color), width, dash);
		plot.path(Array.from(x, (value, i) => [plot.x(value), plot.y(y[i])]));
		plot.pen.stroke();
	},

	area(plot, { x, low, high, color }) {
		const edge = (y) => Array.from(x, (value, i) => [plot.x(value), plot.y(y[i])]);
		plot.path([...edge(high), ...edge(low).reverse()]);
		plot.pen.fillStyle = plot.theme.color(color);
		plot.pen.fill();
	},

	links(plot, { ends, color, width, opacity, head, bend, trim = 0 }) {
		const { pen, theme, unit } = plot;
		const free = (trim * unit) / 13;
		for (let i = 0; i < ends.length / 4; i++) {
			let [x0, y0, x1, y1] = [plot.x(ends[4 * i]), plot.y(ends[4 * i + 1]), plot.x(ends[4 * i + 2]), plot.y(ends[4 * i + 3])];
			const distance = hypot(x1 - x0, y1 - y0);
			const [ux, uy, length] = [(x1 - x0) / distance || 0, (y1 - y0) / distance || 0, distance - 2 * free];
			if (head && length < 2) continue;
			[x0, y0, x1, y1] = [x0 + ux * free, y0 + uy * free, x1 - ux * free, y1 - uy * free];
			plot.line(theme.color(color, i), nth(width, i));
			if (opacity !== undefined) pen.globalAlpha = nth(opacity, i);
			pen.beginPath();
			const tip = head ? min(6 + 2.2 * pen.lineWidth, length) : 0;
			pen.moveTo(x0, y0);
			if (bend) pen.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
			else pen.lineTo(x1 - ux * tip * 0.8, y1 - uy * tip * 0.8);
			pen.stroke();
			if (!head) continue;
			const angle = Math.atan2(uy, ux);
			const corner = (turn) => [x1 - tip * Math.cos(angle + turn), y1 - tip * Math.sin(angle + turn)];
			plot.path([corner(-0.4), [x1, y1], corner(0.4)]);
			pen.fill();
		}
	},

	image({ pen, theme, x, y }, { pixels, map, extent: [x0, x1, y0, y1], smooth, holes }) {
		const [height, width] = pixels.shape;
		pen.translate(x(x0), y(y0));
		pen.scale((x(x1) - x(x0)) / width, (y(y1) - y(y0)) / height);
		pen.imageSmoothingEnabled = smooth;
		pen.drawImage(bitmap(pixels, theme.table(map), holes), 0, 0);
	},

	rects(plot, { ends, color, fill, width, dash, round, drag, index = 0 }) {
		const { pen, theme } = plot;
		// What the reader moves is drawn before the kernel answers.
		const held = drag && plot.view.state[drag]?.[index];
		const boxes = held ? [held] : range(ends.length / 4).map((i) => ends.slice(4 * i, 4 * i + 4));
		boxes.forEach(([x0, y0, x1, y1], i) => {
			const [left, right] = sorted(plot.x(x0), plot.x(x1));
			const [top, bottom] = sorted(plot.y(y0), plot.y(y1));
			const [w, h] = [right - left, bottom - top];
			const tone = theme.color(color, i);
			plot.line(tone, width, dash);
			pen.beginPath();
			if (round) pen.ellipse(left + w / 2, top + h / 2, w / 2, h / 2, 0, 0, 7);
			else pen.rect(left, top, w, h);
			pen.globalAlpha = fill;
			pen.fill();
			pen.globalAlpha = 1;
			if (width) pen.stroke();
			if (drag) drawShape(plot, "square", plot.x(x1), plot.y(y1), 5, tone);
		});
	},

	points(plot, mark) {
		const { theme } = plot;
		const { series, markers } = theme.palette;
		const { classes, color = "ink", tones, size, drag } = mark;
		const at = (drag && plot.view.state[drag]) || Array.from(mark.x, (x, i) => [x, mark.y[i], classes?.[i]]);
		at.forEach(([x, y, number = 0], i) => {
			const name = classes ? series[number % 6] : color;
			const tone = tones ? `rgb(${theme.rgb("diverging", tones[i])})` : theme.color(name);
			drawShape(plot, mark.shape ?? markers[number % 6], plot.x(x), plot.y(y), size, tone, mark.edge);
		});
	},

	texts(plot, { at, texts, color = "ink", tones, map, size, align, dx = 0, dy = 0, bold }) {
		texts.forEach((text, i) => {
			const fill = tones && map ? plot.theme.on(map, tones[i]) : plot.theme.color(color);
			// On a phone too, words at a side stay whole.
			const room = (side) => side === align ? (plot.font(size, bold), plot.pen.measureText(text).width) : 0;
			const x = clamp(plot.x(at[2 * i]) + dx * plot.unit, room("right"), plot.width - room("left"));
			plot.write(text, x, plot.y(at[2 * i + 1]) + dy * plot.unit, { fill, size, align, bold, halo: !tones && color !== "paper" });
		});
	},

	// Words beside points; one that would lie on another is left out, the bold come first.
	words(plot, { x, y, texts, bold, gap }) {
		/** @type {[left: number, top: number, end: number][]} */
		const taken = [];
		for (const i of new Set([...bold, ...range(texts.length)])) {
			/** @type {Style} */
			const style = { align: "left", bold: bold.includes(i), halo: true };
			plot.font(1, style.bold);
			const width = plot.pen.measureText(texts[i]).width;
			const [at, top] = [plot.x(x[i]), plot.y(y[i])];
			const left = at + gap + width > plot.width ? at - gap - width : at + gap; // never over the edge
			const touches = ([a, b, end]) => left < end && a < left + width + 4 && abs(top - b) < plot.unit * 1.1;
			if (!style.bold && taken.some(touches)) continue;
			taken.push([left, top, left + width + 4]);
			plot.write(texts[i], left, top, style);
		}
	},
};

function drawShape({ pen, theme, unit }, shape, x, y, radius, color, edge = "paper") {
	// As the type, marks grow with large type.
	const size = (radius * unit) / 13;
	const open = /cross|plus|ring/.test(shape);
	pen.beginPath();
	if (SHAPES[shape]) SHAPES[shape].forEach(([dx, dy]) => pen.lineTo(x + dx * size, y + dy * size));
	else pen.arc(x, y, size, 0, 7);
	pen.closePath();
	pen.strokeStyle = open ? color : theme.color(edge);
	pen.lineWidth = open ? 2.5 : 1.2;
	pen.fillStyle = color;
	if (!open) pen.fill();
	pen.stroke();
}

// ---- Controls: BIND[kind](view, control, { node, input }) returns what shows a value

/** @typedef {((value: any) => void) & { stop?: () => void }} Show */
/** @typedef {{ node: HTMLElement, input: HTMLInputElement }} Nodes of a control, and what is moved or pressed in it */
/** @typedef {Exclude<Control["kind"], "boxes" | "kept">} Visible */

/** @type {{ [K in Visible]: (view: View, control: Extract<Control, { kind: K }>, nodes: Nodes) => Show | void }} */
const BIND = {
	slider(view, { name, values, texts }, { node, input }) {
		const output = node.querySelector("output");
		const show = (place) => {
			put(output, { value: texts[place] });
			put(input, { value: `${place}`, ariaValueText: texts[place] });
		};
		on(input, "input", () => (show(input.value), view.change(name, values[input.value])));
		return (value) => show(values.indexOf(value));
	},

	choice(view, { name, options }, { node }) {
		const items = all(node, "[type=radio],option");
		const group = `dlx-${Math.random()}`;
		for (const item of items) Object.assign(item, { name: group });
		on(node, "change", ({ target }) => view.change(name, options[target.value][0]));
		return (value) => {
			const item = items[options.findIndex(([known]) => known === value)];
			Object.assign(item, { checked: true, selected: true });
		};
	},

	several(view, { name, options }, { node }) {
		/** @type {HTMLInputElement[]} */
		const boxes = all(node, "input");
		on(node, "change", () => view.change(name, options.flatMap(([value], i) => (boxes[i].checked ? value : []))));
		return (value) => boxes.forEach((box, i) => (box.checked = value.includes(options[i][0])));
	},

	toggle(view, { name }, { input }) {
		on(input, "change", () => view.change(name, input.checked));
		return (value) => (input.checked = value);
	},

	button: (view, { name }, { input }) => void on(input, "click", () => view.source.ask({ type: "press", name })),

	live(view, { name }, { input }) {
		on(input, "click", () => view.change(name, !view.state[name]));
		return (value) => {
			put(input, { textContent: value ? input.dataset.on : input.dataset.off });
			view.quiet(value);
		};
	},

	player(view, { name, last, fps }, { node, input }) {
		const [back, play, forward] = all(node, "button");
		let timer = 0;
		const go = (step) => (view.change(name, clamp(step, 0, last)), show(view.state[name]));
		const show = (step) => {
			put(input, { value: `${step}` });
			put(node.querySelector("output"), { value: `${step} / ${last}` });
		};
		const run = (delay) => {
			clearInterval(timer);
			timer = delay && setInterval(tick, delay);
			play.textContent = timer ? "❚❚" : "▶";
			play.ariaPressed = `${!!timer}`;
			view.quiet(timer);
		};
		const tick = () => {
			if (!view.root.isConnected || view.state[name] >= last) run(0);
			// A slow scene slows the film down, it drops no step.
			else if (!view.source.waiting) go(view.state[name] + 1);
		};
		on(input, "input", () => (run(0), go(+input.value)));
		[back, forward].forEach((button, i) => on(button, "click", () => (run(0), go(view.state[name] + 2 * i - 1))));
		on(play, "click", () => {
			if (!timer && view.state[name] >= last) go(0);
			const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
			run(timer ? 0 : 1000 / (calm ? min(fps, 1) : fps));
		});
		return Object.assign(show, { stop: () => run(0) });
	},

	text(view, { name }, { input }) {
		on(input, "input", () => view.change(name, input.value));
		return (value) => document.activeElement === input || (input.value = value);
	},

	points(view, control, { node }) {
		const [x0, x1, y0, y1] = control.bounds;
		on(node, "click", ({ target: { dataset, tagName } }) => {
			// Near the middle, beside the point added before.
			const share = 0.4 + 0.2 * Math.random();
			if (dataset.add) view.addPoint(control, x0 + share * (x1 - x0), (y0 + y1) / 2, +dataset.add);
			else if (tagName === "BUTTON") view.removePoint(control, view.state[control.name].length - 1);
		});
	},

	cells(view, { name, low, high, shape: [, columns] }, { node }) {
		/** @type {HTMLInputElement[]} */
		const inputs = all(node, "input");
		const typed = (text, old) => (text === "" ? old : clamp(+text, low, high));
		on(node, "input", () => {
			const rows = view.state[name].map((row, i) => row.map((old, j) => typed(inputs[i * columns + j].value, old)));
			view.change(name, rows);
		});
		return (value) => value.flat().forEach((number, k) => document.activeElement === inputs[k] || (inputs[k].value = number));
	},

	pad(view, control, { node }) {
		/** @type {HTMLCanvasElement[]} */
		const [canvas] = all(node, "canvas");
		const pad = new Pad(view, control, canvas);
		on(node.querySelector("button"), "click", () => pad.tell(pad.pixels.fill(0)));
		return (value) => {
			if (value === pad.shown) return;
			pad.shown = value;
			pad.draw(bytesOf(value));
		};
	},
};

// A drawing pad: a soft round brush on few pixels, by mouse, finger or keyboard.
class Pad {
	/** @type {Bytes} */
	pixels;
	/** @type {string} */
	shown;

	/**
	 * @param {View} view
	 * @param {DrawingPad} control
	 * @param {HTMLCanvasElement} canvas
	 */
	constructor(view, control, canvas) {
		this.view = view;
		this.control = control;
		this.canvas = canvas;
		this.cursor = [canvas.width >> 1, canvas.height >> 1];
		this.last = this.cursor;
		on(canvas, "pointerdown", (event) => {
			canvas.setPointerCapture(event.pointerId);
			this.stroke(this.at(event), this.at(event));
		});
		on(canvas, "pointermove", (event) => {
			if (canvas.hasPointerCapture(event.pointerId)) this.stroke(this.last, this.at(event));
		});
		on(canvas, "keydown", (event) => this.key(event));
		for (const type of ["focus", "blur"]) on(canvas, type, () => this.draw());
	}

	/** @type {(event: PointerEvent) => number[]} */
	at({ offsetX, offsetY }) {
		const { width, height, clientWidth, clientHeight } = this.canvas;
		return [(offsetX / clientWidth) * width, (offsetY / clientHeight) * height];
	}

	key(event) {
		const { canvas, cursor: [x, y] } = this;
		const arrow = ARROWS[event.key];
		if (!arrow && event.key !== " ") return;
		event.preventDefault();
		const [right, down] = arrow ?? [0, 0];
		this.cursor = [clamp(x + right, 0, canvas.width - 1), clamp(y + down, 0, canvas.height - 1)];
		if (!arrow || event.shiftKey) this.stroke([x + 0.5, y + 0.5], this.cursor.map((place) => place + 0.5));
		this.draw();
	}

	// Paint along a line: full within the brush, fading over the last pixel.
	/** @type {(from: number[], to: number[]) => void} */
	stroke([ax, ay], [bx, by]) {
		const { canvas: { width }, pixels } = this;
		const [dx, dy] = [bx - ax, by - ay];
		pixels.forEach((old, k) => {
			const [x, y] = [(k % width) + 0.5 - ax, floor(k / width) + 0.5 - ay];
			const t = clamp((x * dx + y * dy) / (dx * dx + dy * dy) || 0, 0, 1);
			pixels[k] = max(old, 255 * clamp(this.control.brush + 0.5 - hypot(x - t * dx, y - t * dy), 0, 1));
		});
		this.last = [bx, by];
		this.tell(pixels);
	}

	tell(pixels) {
		this.draw();
		this.shown = btoa(String.fromCharCode(...pixels));
		this.view.change(this.control.name, this.shown);
	}

	/** @param {Uint8Array} pixels */
	draw(pixels = this.pixels) {
		const { canvas, cursor: [x, y], view: { theme } } = this;
		this.pixels = Object.assign(pixels, { shape: [canvas.height, canvas.width] });
		const pen = penOf(canvas);
		pen.drawImage(bitmap(this.pixels, theme.table("gray")), 0, 0);
		pen.fillStyle = theme.color("amber");
		if (document.activeElement === canvas) pen.fillRect(x, y, 1, 1);
	}
}

// ---- The explorer on the page

export class View {
	/** @type {Record<string, Show>} */
	shows = {};
	/** @type {Plot[]} */
	plots = [];
	/** @type {(Plot | HTMLElement)[]} */
	cells = []; // a scene's places
	/** @type {string[]} */
	listings = []; // what those without a canvas show
	layout = "";
	shape = "";

	/**
	 * @param {HTMLElement} element
	 * @param {Source} source
	 */
	constructor(element, source) {
		this.source = source;
		this.spec = source.spec;
		this.number = numbers(this.spec.language);
		element.innerHTML = this.spec.html;
		const part = (name) => /** @type {HTMLElement} */ (element.querySelector(`.dlx${name}`));
		this.root = part("");
		this.stage = part("-stage");
		this.summary = part("-summary");
		this.error = part("-error");
		this.note = part("-note");
		on(part("-reset"), "click", () => (this.stop(), source.ask({ type: "reset" })));
		on(part("-large"), "click", ({ target }) => {
			target.ariaPressed = this.root.classList.toggle("large");
			this.redraw();
		});
		for (const more of all(this.root, ".dlx-more")) on(more, "click", () => this.unfold(more, part("-folded")));
		this.theme = new Theme(this.root, this.spec.palette);
		for (const node of all(this.root, "[data-control]")) this.bind(node, this.control(node.dataset.control));
		if (this.spec.large) part("-large").click();
		on(this.root, "transitionend", ({ target }) => target === this.root && this.redraw()); // the page's theme has changed
		this.sizes = new ResizeObserver(() => this.redraw());
		source.views.add(this);
		this.show();
	}

	get state() {
		return this.source.state;
	}

	// Show or hide what is rarely used.
	unfold(button, folded) {
		folded.hidden = !folded.hidden;
		button.ariaExpanded = `${!folded.hidden}`;
	}

	/** @type {(name?: string) => Control} */
	control(name) {
		return /** @type {Control} */ (this.spec.controls.find((control) => control.name === name));
	}

	/**
	 * @param {HTMLElement} node
	 * @param {Control} control
	 */
	bind(node, control) {
		/** @type {HTMLInputElement[]} */
		const [input] = all(node, "input,select,button");
		/** @type {(view: View, control: Control, nodes: Nodes) => Show | void} */
		const bind = BIND[control.kind];
		const show = bind(this, control, { node, input });
		if (show) this.shows[control.name] = show;
	}

	// After the page has changed: the one time to ask for sizes, because then the browser lays the whole page out. What a
	// picture of equal units does not need of its height goes to the others.
	redraw() {
		const { plots } = this;
		this.theme = new Theme(this.root, this.spec.palette);
		for (const { frame } of plots) frame.style.maxHeight = "";
		for (const plot of plots) plot.see();
		for (const plot of plots) plot.draw();
		for (const { frame, panel, height } of plots) if (panel.equal) frame.style.maxHeight = `${height}px`;
		for (const plot of plots) plot.see();
		for (const plot of plots) plot.draw();
	}

	show() {
		const { scene, error } = this.source.message;
		for (const [name, show] of Object.entries(this.shows)) show(this.state[name]);
		put(this.error, { textContent: error ?? "" });
		if (!scene) return;
		if (scene.layout !== this.layout) {
			this.stage.innerHTML = this.layout = scene.layout;
			this.stage.dataset.rows = `${this.stage.childElementCount}`;
			this.cells = all(this.stage, "figure").map((cell) => (cell.firstChild ? new Plot(this, cell) : cell));
			this.listings = [];
			this.plots = this.cells.filter((cell) => cell instanceof Plot);
			this.sizes.disconnect();
			for (const { frame } of this.plots) this.sizes.observe(frame);
		}
		// While it stays the same, so do all heights.
		let shape = scene.layout;
		scene.items.forEach((item, i) => {
			const cell = /** @type {any} */ (this.cells[i]);
			if ("marks" in item) cell.show(item), (shape += item.equal ? [item.x, item.y] : 0);
			else if (this.listings[i] !== item.html) cell.innerHTML = this.listings[i] = item.html;
		});
		put(this.summary, { textContent: scene.summary });
		if (this.shape !== shape) (this.shape = shape), this.redraw();
		else for (const plot of this.plots) plot.draw();
	}

	// While pictures follow each other quickly, a screen reader is left in peace.
	quiet(moving) {
		put(this.summary, { ariaLive: moving ? "off" : "polite" });
	}

	change(name, value) {
		this.source.change({ [name]: value });
		for (const plot of this.plots) if (plot.panel.marks.some((mark) => "drag" in mark && mark.drag === name)) plot.draw();
	}

	/** @type {(control: DragPoints, x: number, y: number, kind?: number) => void} */
	addPoint({ name, bounds: [x0, x1, y0, y1], classes, most }, x, y, kind = 0) {
		const value = this.state[name];
		const point = [clamp(x, x0, x1), clamp(y, y0, y1), ...(classes || value[0]?.length > 2 ? [kind] : [])];
		if (value.length < most) this.change(name, [...value, point]);
	}

	/** @type {(control: Dragged, i: number) => void} */
	removePoint(control, i) {
		if (control.kind !== "points" || !control.addable) return;
		const value = this.state[control.name];
		if (value.length > control.least) this.change(control.name, value.filter((_, k) => k !== i));
	}

	stop() {
		for (const show of Object.values(this.shows)) show.stop?.();
	}

	close() {
		this.stop();
		this.sizes.disconnect();
		this.source.views.delete(this);
	}
}

// ---- Where scenes come from: a kernel ...

/** @implements {Source} */
export class Kernel {
	/** @type {Set<View>} */
	views = new Set();
	/** @type {Request[]} */
	queue = [];
	/** @type {Sent | null} */
	waiting = null;
	seq = 0;
	/** @type {Message[]} */
	pictures = []; // that have come and are not yet drawn
	/** @type {Message} */
	message;
	/** @type {State} */
	state;
	/** @type {number | null} */
	turn = null; // the next frame of the screen
	ended = false; // no kernel stands behind it
	asked = false; // the kernel waits to hear that a picture is drawn

	/**
	 * @param {Model} model
	 * @param {AbortSignal} [signal] ends it
	 */
	constructor(model, signal) {
		this.model = model;
		/** @type {Spec} */
		this.spec = model.get("spec");
		this.receive();
		model.on("change:packet", () => this.receive());
		on(document, "visibilitychange", () => this.drawn(), { signal });
		// There is no kernel where a saved notebook is opened, and no more once it has restarted.
		model.widget_manager?.get_model?.(model.get("own_id"))?.then((whole) => {
			const look = () => {
				this.ended = whole.comm_live === false;
				if (this.ended) this.rest();
				this.tell("", false);
			};
			model.on("comm_live_update", look);
			look();
		});
	}

	// Without a kernel nothing goes on by itself: no training, no film.
	rest() {
		if (this.spec.live) this.state[this.spec.live] = false;
		for (const view of this.views) view.stop(), view.show();
	}

	// At most one picture of a training is drawn for each frame of the screen, and none while an answer is awaited, so that
	// the page is free for it: an answer is drawn at once, with what has been learned until then.
	receive() {
		/** @type {Message} */
		const message = unpack(this.model.get("packet"));
		if (this.waiting && message.answer === this.waiting.seq) {
			this.waiting = null;
			clearTimeout(this.timer);
			this.tell("", false);
		}
		this.pictures.push(message);
		if (!message.frame || document.hidden) this.show(this.pictures.length);
		else this.next();
		this.flush();
	}

	next() {
		if (this.pictures.length && !this.turn && !this.waiting) this.show(1);
	}

	// Draw the newest of the first `count` pictures that have come.
	show(count) {
		const pictures = this.pictures.splice(0, count);
		this.message = pictures[pictures.length - 1];
		const ahead = [this.waiting, ...this.queue].map((request) => (request?.type === "set" ? request.changes : {}));
		// What the reader has moved since stays moved.
		this.state = Object.assign({}, this.message.state, ...ahead);
		for (const view of this.views) view.show();
		this.asked ||= pictures.some(({ asks }) => asks);
		this.drawn();
		this.turn ??= requestAnimationFrame(() => {
			this.turn = null;
			this.next();
		});
	}

	// In a page behind another one nobody looks on: the training waits until the page is in front again.
	drawn() {
		if (!this.asked || document.hidden) return;
		this.asked = false;
		this.model.send({ type: "drawn" });
	}

	tell(text, busy = true) {
		for (const { note, root } of this.views) {
			put(note, { textContent: this.ended ? this.spec.words.ended : text });
			put(root, { ariaBusy: `${busy && !this.ended}` });
			root.classList.toggle("ended", this.ended);
			for (const node of all(root, ".dlx-control,.dlx-reset")) node.inert = this.ended;
		}
	}

	/** @param {State} changes */
	change(changes) {
		Object.assign(this.state, changes);
		const last = this.queue.at(-1);
		if (last?.type === "set") Object.assign(last.changes, changes);
		else this.ask({ type: "set", changes });
	}

	/** @param {Request} request */
	ask(request) {
		if (request.type === "reset") this.queue = [];
		this.queue.push(request);
		this.flush();
	}

	flush() {
		const request = this.ended || this.waiting ? undefined : this.queue.shift();
		if (!request) return;
		this.seq += 1;
		const asked = (this.waiting = { ...request, seq: this.seq });
		const lost = () => (this.tell(this.spec.words.lost, false), (this.waiting = null)); // and the next change tries again
		const wait = (then, time) => (clearTimeout(this.timer), (this.timer = setTimeout(then, time)));
		const late = () => (this.tell(this.spec.words.waiting), wait(lost, 20000));
		wait(late, 800);
		this.tell("");
		// A kernel that has done with the message and given no answer does not know this explorer.
		const status = ({ content }) => content.execution_state === "idle" && this.waiting === asked && wait(lost, 500);
		this.model.send(asked, { iopub: { status } });
	}
}

// One for all views of a model, found by its spec: each view is given another proxy.
/** @type {WeakMap<Spec, Kernel>} */
const kernels = new WeakMap();

export default {
	/** @type {(given: { model: Model, signal?: AbortSignal }) => void} */
	initialize: ({ model, signal }) => void kernels.set(model.get("spec"), new Kernel(model, signal)),

	/** @type {(given: { model: Model, el: HTMLElement }) => () => void} */
	render({ model, el }) {
		const kernel = /** @type {Kernel} */ (kernels.get(model.get("spec")));
		const view = new View(el, kernel);
		if (kernel.ended) kernel.tell(""); // else it is told as soon as that is known
		return () => {
			view.close();
			model.send({ type: "views", count: kernel.views.size });
		};
	},
};
