// The calendar: opens at the hours that matter, plans where one clicks, moves by Alt and arrows.
import { QUARTER, quarterAt, scrollerOf, tell } from "../calendar.js";

let kept // how far it was scrolled before it was drawn anew

const KEYS = {
  ArrowUp: { minutes: -QUARTER },
  ArrowDown: { minutes: QUARTER },
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
}

customElements.define("calendar-page", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#click)
    this.addEventListener("keydown", this.#key)
    const hours = this.querySelector(".quarters")
    if (!hours) return
    const scroller = scrollerOf(this)
    requestAnimationFrame(() => {
      const slot = hours.clientHeight / 96
      scroller.scrollTop = kept ?? Math.max(0, (Math.min(Number(this.dataset.first), 32) - 2) * slot)
      this.addEventListener("scroll", () => (kept = scroller.scrollTop), { passive: true, capture: true })
    })
  }

  // A free place among the hours, or in a day of the month.
  #click = (event) => {
    const day = event.target.closest("[data-day]")
    if (!this.dataset.new || !day || event.target.closest("a, button, .ev, [data-list]")) return
    const minute = "hour" in day.dataset ? quarterAt(day, event.clientY) * QUARTER : ""
    const whole = "whole" in day.dataset ? "&whole=1" : ""
    const url = `${this.dataset.new}?day=${day.dataset.day}&minute=${minute - (minute % 30)}${whole}`
    htmx.ajax("GET", url, { target: "#dialog", swap: "innerHTML" })
  }

  #key = (event) => {
    const tile = event.target.closest("[data-move]")
    const values = KEYS[event.key]
    if (tile?.dataset.plan && event.key === "p" && !event.altKey && tile.ariaBusy !== "true") {
      event.preventDefault()
      return tell(tile, {}, tile.dataset.plan)
    }
    if (!tile || !values || !event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    if (tile.ariaBusy === "true") return
    const isLength = event.shiftKey && values.minutes
    tell(tile, isLength ? { longer: values.minutes } : values)
  }
})
