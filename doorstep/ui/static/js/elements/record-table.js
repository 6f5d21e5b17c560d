// A list under the keyboard: J K move, X selects, Shift X a range, Space peeks, Enter opens, E writes.
import { isBusy, openMenu } from "../typing.js";
import { RowSelection } from "./row-selection.js";

const MAIL = "a[href^='mailto:']"

customElements.define("record-table", class extends HTMLElement {
  #selection = new RowSelection(this)

  connectedCallback() {
    this.classList.add("is-live")
    document.addEventListener("keydown", this.#key)
    this.addEventListener("change", this.#changed)
    this.addEventListener("click", this.#clicked, true) // before the link itself is followed
    this.addEventListener("htmx:afterSettle", () => this.#selection.show())
    this.#selection.show()
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #key = (event) => {
    if (isBusy(event) || openMenu()) return
    const onControl = event.target.closest?.("a, button, input, summary")
    const key = event.key
    if (key === "j" || key === "ArrowDown") this.#move(1, event)
    else if (key === "k" || key === "ArrowUp") this.#move(-1, event)
    else if (key.toLowerCase() === "x") this.#selection.toggle(this.#cursor, event.shiftKey)
    else if (key === "Escape") this.#selection.setAll(false)
    else if (key === "e") this.#cursor?.querySelector(MAIL)?.click()
    else if (key === " " && !onControl) this.#peek(event)
    else if (key === "Enter" && !onControl) this.#cursor?.querySelector(".table__name")?.click()
  }

  #move(by, event) {
    event.preventDefault()
    const rows = this.#selection.rows
    const at = rows.indexOf(this.#cursor)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
    this.#cursor?.classList.remove("is-cursor")
    next?.classList.add("is-cursor")
    next?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: "nearest" })
  }

  #peek(event) {
    if (!this.#cursor?.dataset.peek) return
    event.preventDefault()
    htmx.ajax("GET", this.#cursor.dataset.peek, { target: "#dialog", swap: "innerHTML" })
  }

  #changed = (event) => {
    if (event.target.matches("[data-all]")) this.#selection.setAll(event.target.checked)
    else this.#selection.show()
  }

  // A cell says only where it is edited: what htmx is told is the same for all of them.
  #clicked = (event) => {
    if (event.target.closest("[data-clear]")) this.#selection.setAll(false)
    const link = event.target.closest("a.cell-edit:not([hx-get])")
    if (!link || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    htmx.ajax("GET", link.href, { target: link.closest("td"), swap: "innerHTML" })
  }

  get #cursor() {
    return this.querySelector("tr.is-cursor")
  }
})
