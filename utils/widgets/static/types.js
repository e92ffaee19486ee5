// What Python and the page say to each other, as types: no code, and never sent. `deno check` holds the modules here to
// them, tests/unit/widgets/test_widgets_types.py holds Python to them.

export {};

/** @import { View } from "./explorer.js" */

/**
 * Arrays, as explorer.js unpacks them (packing.py); they know their shape.
 * @typedef {Float32Array & { shape: number[] }} Floats
 * @typedef {Uint8Array & { shape: number[] }} Bytes
 */

/**
 * @typedef {[low: number, high: number]} Limits of an axis; turned round, they turn the axis round
 * @typedef {[x0: number, x1: number, y0: number, y1: number]} Extent
 * @typedef {[value: number, text: string][]} Ticks
 * @typedef {"diverging" | "sequential" | "gray"} Colormap
 * @typedef {"circle" | "triangle" | "square" | "diamond" | "cross" | "plus" | "ring"} Shape of a point
 */

// ---- Marks (marks.py). A color is a name of utils/palette.py; widths, sizes and gaps are in pixels.

/**
 * A line through points; NaN parts what is not joined.
 * @typedef {object} LineMark
 * @property {"line"} kind
 * @property {Floats} x
 * @property {Floats} y
 * @property {string} color
 * @property {number} width
 * @property {boolean} [dash]
 * @property {number} [opacity]
 */

/**
 * The region between two curves.
 * @typedef {object} AreaMark
 * @property {"area"} kind
 * @property {Floats} x
 * @property {Floats} low
 * @property {Floats} high
 * @property {string} color
 * @property {number} opacity
 */

/**
 * Lines from place to place.
 * @typedef {object} LinksMark
 * @property {"links"} kind
 * @property {Floats} ends (n, 4): x0 y0 x1 y1
 * @property {string | string[]} color
 * @property {number | Floats} width
 * @property {number | Floats} [opacity]
 * @property {boolean} [head] arrow heads
 * @property {boolean} [bend] curved, for networks
 * @property {number} [trim] kept free at both ends
 */

/**
 * A picture, or a map in colours.
 * @typedef {object} ImageMark
 * @property {"image"} kind
 * @property {Bytes} pixels (h, w) of `map`, or (h, w, 3)
 * @property {Colormap} map
 * @property {Extent} extent row 0 is at y0
 * @property {boolean} smooth
 * @property {number} [opacity]
 * @property {boolean} [holes] 255 is an empty cell
 */

/**
 * Rectangles, or ellipses.
 * @typedef {object} RectsMark
 * @property {"rects"} kind
 * @property {Floats} ends (n, 4): x0 y0 x1 y1
 * @property {string | string[]} color
 * @property {number} fill opacity inside
 * @property {number} width of the frame, 0 for none
 * @property {boolean} [dash]
 * @property {boolean} [round] ellipses
 * @property {string} [drag] the control whose box this is
 * @property {number} [index] which of its boxes
 */

/**
 * Separate points.
 * @typedef {object} PointsMark
 * @property {"points"} kind
 * @property {Floats} x
 * @property {Floats} y
 * @property {number} size
 * @property {string} [color] this, or classes, or tones
 * @property {number} [opacity]
 * @property {Shape} [shape]
 * @property {Bytes} [classes] each gives color and shape
 * @property {Bytes} [tones] of the diverging map
 * @property {string} [edge] colour of the rim
 * @property {string} [drag] the control whose points these are
 */

/**
 * Words beside points; those that would lie on others are left out, the bold never.
 * @typedef {object} WordsMark
 * @property {"words"} kind
 * @property {Floats} x
 * @property {Floats} y
 * @property {string[]} texts
 * @property {number[]} bold indices
 * @property {number} gap between point and word
 */

/**
 * Words at places.
 * @typedef {object} TextsMark
 * @property {"texts"} kind
 * @property {Floats} at (n, 2)
 * @property {string[]} texts
 * @property {string} [color] this, or tones of `map`: dark or light, whichever is read on that colour
 * @property {Bytes} [tones]
 * @property {Colormap} [map]
 * @property {number} [size] 1 is that of the axes
 * @property {"left" | "center" | "right"} [align]
 * @property {number} [dx] in heights of the type
 * @property {number} [dy]
 * @property {boolean} [bold]
 */

/** @typedef {LineMark | AreaMark | LinksMark | ImageMark | RectsMark | PointsMark | WordsMark | TextsMark} Mark */

// ---- Scenes (packing.py)

/**
 * Axes with marks on them (marks.panel_marks).
 * @typedef {object} Panel
 * @property {string} name how a control finds its panel
 * @property {string} title
 * @property {string} legend HTML
 * @property {Mark[]} marks in the order of drawing
 * @property {Limits} x
 * @property {Limits} y
 * @property {string} xlabel
 * @property {string} ylabel
 * @property {"" | "x" | "y" | "xy"} whole axes with ticks at whole numbers only
 * @property {boolean} [axes]
 * @property {boolean} [grid]
 * @property {boolean} [equal] one unit is as long on both axes
 * @property {boolean} [xlog]
 * @property {boolean} [ylog]
 * @property {Ticks} [xticks]
 * @property {Ticks} [yticks]
 * @property {boolean} [head] words stand above
 */

/**
 * What may stand in a panel's place: a table, a listing.
 * @typedef {object} Listing
 * @property {string} html
 */

/**
 * @typedef {object} Scene
 * @property {string} layout HTML: an empty figure for each item
 * @property {(Panel | Listing)[]} items
 * @property {string} summary
 */

// ---- Controls (controls.py)

/**
 * What all controls share.
 * @typedef {object} Shared
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {boolean} restart
 * @property {"" | "top" | "more"} place
 */

/**
 * @typedef {object} SliderPart
 * @property {"slider"} kind
 * @property {number} value
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {string} unit
 * @property {boolean} log
 * @property {number[]} values
 * @property {string[]} texts
 * @typedef {Shared & SliderPart} Slider
 */

/**
 * @typedef {string | number} Value of an option
 * @typedef {[value: Value, label: string][]} Options
 */

/**
 * @typedef {object} ChoicePart
 * @property {"choice"} kind
 * @property {Value} value
 * @property {Options} options
 * @typedef {Shared & ChoicePart} Choice
 */

/**
 * @typedef {object} SeveralPart
 * @property {"several"} kind
 * @property {Value[]} value
 * @property {Options} options
 * @property {number} least
 * @typedef {Shared & SeveralPart} Several
 */

/**
 * @typedef {object} TogglePart
 * @property {"toggle"} kind
 * @property {boolean} value
 * @typedef {Shared & TogglePart} Toggle
 */

/**
 * @typedef {object} LivePart
 * @property {"live"} kind
 * @property {boolean} value
 * @property {number} frames
 * @property {number} units
 * @typedef {Shared & LivePart} Live
 */

/**
 * @typedef {object} ButtonPart
 * @property {"button"} kind
 * @typedef {Shared & ButtonPart} Button
 */

/**
 * @typedef {object} PlayerPart
 * @property {"player"} kind
 * @property {number} value
 * @property {number} last
 * @property {number} fps
 * @typedef {Shared & PlayerPart} Player
 */

/**
 * @typedef {object} TextPart
 * @property {"text"} kind
 * @property {string} value
 * @property {number} max_length
 * @typedef {Shared & TextPart} TextInput
 */

/**
 * @typedef {object} PointsPart
 * @property {"points"} kind
 * @property {number[][]} value [x, y] or [x, y, class] each
 * @property {string} panel
 * @property {Extent} bounds
 * @property {boolean} addable
 * @property {string[] | null} classes
 * @property {number} least
 * @property {number} most
 * @typedef {Shared & PointsPart} DragPoints
 */

/**
 * @typedef {object} BoxesPart
 * @property {"boxes"} kind
 * @property {number[][]} value [x0, y0, x1, y1] each
 * @property {string} panel
 * @property {Extent} bounds
 * @typedef {Shared & BoxesPart} DragBoxes
 */

/**
 * @typedef {object} PadPart
 * @property {"pad"} kind
 * @property {string} value base64 of the pixels
 * @property {[height: number, width: number]} shape
 * @property {number} brush
 * @typedef {Shared & PadPart} DrawingPad
 */

/**
 * @typedef {object} KeptPart
 * @property {"kept"} kind
 * @property {any[]} value
 * @typedef {Shared & KeptPart} Kept
 */

/**
 * @typedef {object} CellsPart
 * @property {"cells"} kind
 * @property {number[][]} value
 * @property {[rows: number, columns: number]} shape
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @typedef {Shared & CellsPart} Cells
 */

/**
 * @typedef {Slider | Choice | Several | Toggle | Live | Button | Player | TextInput} Input of the kinds that forms have
 * @typedef {Input | DragPoints | DragBoxes | DrawingPad | Cells | Kept} Control
 */

// ---- Messages

/**
 * What the page is told once (spec.py).
 * @typedef {object} Spec
 * @property {string} name
 * @property {string} title
 * @property {string} html
 * @property {string} language
 * @property {Control[]} controls
 * @property {State} first
 * @property {string | null} live the control that starts a training
 * @property {string[] | null} recorded the controls that a recording visits, null for all
 * @property {Words} words
 * @property {boolean} large
 * @property {Palette} palette
 */

/**
 * The words that the modules say by themselves.
 * @typedef {object} Words
 * @property {string} point
 * @property {string} box
 * @property {string} corner
 * @property {string} drag
 * @property {string} waiting
 * @property {string} lost
 * @property {string} ended
 * @property {string} recording
 * @property {string} unrecorded
 */

/**
 * Class 0, 1, 2, ... has a colour of `series` and a shape of `markers`; `maps` has the colours of each map, low to high.
 * @typedef {object} Palette
 * @property {string[]} series
 * @property {Shape[]} markers
 * @property {Record<Colormap, string[]>} maps
 */

/** @typedef {Record<string, any>} State the value of each control that has one, by its name */

/**
 * A picture, or an error in words in its place (explorer.py).
 * @typedef {object} Picture
 * @property {Scene} [scene]
 * @property {string} [error]
 */

/**
 * @typedef {object} MessagePart
 * @property {State} state
 * @property {number | null} answer the `seq` of the request that it answers
 * @property {boolean} frame it is one of a training
 * @property {boolean} asks the page shall say when it is drawn
 * @typedef {Picture & MessagePart} Message
 */

/**
 * What the page asks of a kernel; its answer has the same `seq`.
 * @typedef {{ type: "set", changes: State } | { type: "press", name: string } | { type: "reset" }} Request
 * @typedef {Request & { seq: number }} Sent
 * @typedef {Sent | { type: "drawn" } | { type: "views", count: number }} Told
 */

/**
 * A widget's model as anywidget gives it: its traits, and what the page tells Python; `iopub.status` hears what the kernel
 * does with it. Where pages come from without a widget manager, there is none to ask whether a kernel is there.
 * @typedef {object} Model
 * @property {(trait: string) => any} get
 * @property {(event: string, action: () => void) => void} on
 * @property {(told: Told, callbacks?: { iopub: { status: (message: Status) => void } }) => void} send
 * @property {{ get_model?: (id: string) => Promise<{ comm_live?: boolean }> | undefined }} [widget_manager]
 */

/** @typedef {{ content: { execution_state: string } }} Status */

/**
 * Where a view has its pictures from: a kernel, or a recording.
 * @typedef {object} Source
 * @property {Spec} spec
 * @property {State} state
 * @property {Picture} message
 * @property {Set<View>} views
 * @property {Sent | null} waiting the request that is not yet answered
 * @property {(changes: State) => void} change
 * @property {(request: Request) => void} ask
 */

/**
 * A recording (recording.py); scenes and states are named by their numbers.
 * @typedef {object} Film
 * @property {Spec} spec
 * @property {{ state: State, scene: number }[]} states
 * @property {Scene[]} scenes
 * @property {Record<string, Record<string, number>>} presses for each button, the state after each state
 * @property {Record<string, number[]>} frames the scenes of a training from a state on
 */
