// The lower edge of an event is pulled: it ends earlier or later. By key: Alt Shift ↑ ↓.
import { QUARTER, placed, put, quarterAt, scrollerOf, tell } from "../calendar.js";
import { dragging } from "../dragging.js";

customElements.define("calendar-resize", class extends HTMLElement {
  #held = null
  #stop = null

  connectedCallback() {
    this.#stop ??= dragging(this, {
      find: (event) => event.target.closest(".ev__grip")?.closest("[data-move]"),
      begin: this.#begin,
      over: this.#over,
      drop: this.#drop,
      back: this.#back,
      scroller: () => scrollerOf(this),
    })
  }

  disconnectedCallback() {
    this.#stop()
  }

  #begin = (tile) => {
    this.#held = { tile, day: tile.closest("[data-day]"), length: placed(tile, "for") }
    tile.classList.add("is-drag")
  }

  #over = (_x, y) => {
    const { tile, day } = this.#held
    put(tile, "for", Math.max(2, quarterAt(day, y) - placed(tile, "at") + 1))
  }

  #drop = () => {
    const { tile, day, length } = this.#held
    const now = placed(tile, "for")
    if (now === length) return this.#back()
    const until = (placed(tile, "at") + now) * QUARTER
    tell(tile, { day: day.dataset.day, until }).then(this.#back)
  }

  #back = () => {
    const { tile, length } = this.#held
    tile.classList.remove("is-drag")
    put(tile, "for", length)
  }
})
