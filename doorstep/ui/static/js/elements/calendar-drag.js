// Events and tasks are dragged to another day or hour. Alt and the arrows, P, and their dialogs do the same.
import { QUARTER, dayAt, placed, put, quarterAt, scrollerOf, tell } from "../calendar.js";
import { dragging } from "../dragging.js";

const isHour = (day) => "hour" in (day?.dataset ?? {})

customElements.define("calendar-drag", class extends HTMLElement {
  #held = null
  #stop = null

  connectedCallback() {
    this.#stop ??= dragging(this, {
      find: (event) => !event.target.closest(".ev__grip, button, .plan .btn") && event.target.closest("[data-move]"),
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

  #begin = (tile, x, y) => {
    const home = tile.closest("[data-day]"), at = placed(tile, "at")
    const grabbed = isHour(home) ? quarterAt(home, y) - at : 0
    this.#held = { tile, home, at, grabbed, looks: tile.className, place: document.createComment(""), head: null }
    tile.before(this.#held.place)
    tile.classList.add("is-drag")
    navigator.vibrate?.(15)
  }

  // Tasks may stand anywhere; an event with an hour stays among the hours.
  #over = (x, y) => {
    const { tile, home, grabbed } = this.#held
    const day = dayAt(x, y)
    this.#mark(day?.dataset.head === undefined ? null : day)
    if (!this.contains(day) || this.#held.head) return
    if (!("plan" in tile.dataset) && isHour(day) !== isHour(home)) return
    if (tile.parentElement !== day) {
      day.append(tile)
      this.#dress(isHour(day))
    }
    if (isHour(day)) put(tile, "at", Math.max(0, quarterAt(day, y) - grabbed))
  }

  #dress(hours) {
    const { tile, home, looks } = this.#held
    tile.className = home && hours === isHour(home) ? looks : `ev t-sand ${hours ? "ev--block ev--short for-2" : ""}`
    tile.classList.add("is-drag")
  }

  #mark(day) {
    this.#held.head?.classList.remove("is-over")
    day?.classList.add("is-over")
    this.#held.head = day
  }

  #drop = () => {
    const { tile, home, at, head } = this.#held
    const day = head ?? tile.parentElement.closest("[data-day]"), values = { day: day?.dataset.day }
    if (!head && isHour(day)) values.minute = placed(tile, "at") * QUARTER
    if (!head && "whole" in (day?.dataset ?? {})) values.whole = 1
    if (!day || (day === home && placed(tile, "at") === at)) this.#back()
    else tell(tile, values).then(this.#back)
  }

  // The answer draws it anew, or it stays.
  #back = () => {
    if (!this.#held) return
    const { tile, place, looks } = this.#held
    this.#mark(null)
    if (place.isConnected) place.replaceWith(tile)
    tile.className = looks
    this.#held = null
  }
})
